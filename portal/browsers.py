"""What a browser is, in words for whoever used it."""

BROWSERS = {"Edg": "Edge", "OPR": "Opera", "Firefox": "Firefox", "Chrome": "Chrome"}
BROWSERS |= {"CriOS": "Chrome", "FxiOS": "Firefox", "Safari": "Safari"}
SYSTEMS = {"Windows": "Windows", "Android": "Android", "iPhone": "an iPhone", "iPad": "an iPad"}
SYSTEMS |= {"CrOS": "a Chromebook", "Mac OS X": "a Mac", "Linux": "Linux"}


def browser_words(user_agent: str) -> str:
    """What a browser says it is, in a few words such as "Firefox on Windows"."""
    browser = next((name for mark, name in BROWSERS.items() if f"{mark}/" in user_agent), "")
    system = next((name for mark, name in SYSTEMS.items() if mark in user_agent), "")
    if not browser:
        return "A browser we do not know"
    return f"{browser} on {system}" if system else browser
