"""What gunicorn reads by itself when it is started in this folder."""

# Neither the portal's path nor its scheme comes from a header by whoever speaks from this computer.
# Django reads X-Forwarded-Proto, where TRUSTED_PROXIES says that a proxy sets it.
forwarder_headers = ""
secure_scheme_headers = {}
