// An OpenID Connect provider for the tests: oidc-provider, with the people it is given, one form to
// sign in with, and misbehaviour on demand.
//
//   node provider.mjs '{"port": …, "client": {…}, "people": {SUBJECT: {claims}}}'
//
// POST /told takes what it is to do wrong from then on, as JSON:
//   claims        claims of the ID token to set, or to leave out where null
//   signed        "by another key", "by a key nobody knows", "by the client's secret", "not at all"
//   ignoresPrompt true to pass over prompt and max_age
//   signedInAgo   seconds since a sign-in, as it tells them
//   down          true to answer nothing but 500

import { createHmac, generateKeyPairSync, sign } from "node:crypto";
import { Provider } from "oidc-provider";

const { port, client, people } = JSON.parse(process.argv[2]);
const issuer = `http://127.0.0.1:${port}`;
const key = generateKeyPairSync("rsa", { modulusLength: 2048 }).privateKey;
const another = generateKeyPairSync("rsa", { modulusLength: 2048 }).privateKey;
const keyId = "the-key";
let told = {};

const claimsOfPeople = [...new Set(Object.values(people).flatMap(Object.keys))];

const provider = new Provider(issuer, {
    clients: [{ token_endpoint_auth_method: "client_secret_post", ...client }],
    jwks: { keys: [{ ...key.export({ format: "jwk" }), kid: keyId, use: "sig", alg: "RS256" }] },
    cookies: { keys: ["for tests"] },
    pkce: { required: () => true },
    features: { devInteractions: { enabled: false }, claimsParameter: { enabled: true } },
    claims: { openid: ["sub", ...claimsOfPeople], email: [], profile: [], auth_time: null },
    conformIdTokenClaims: false,
    interactions: { url: (_, interaction) => `/interaction/${interaction.uid}` },
    findAccount: (_, subject) => ({
        accountId: subject,
        claims: () => ({ sub: subject, ...people[subject] }),
    }),
    // Everyone has agreed to everything.
    async loadExistingGrant(ctx) {
        const { client: asking, session } = ctx.oidc;
        const grant = new ctx.oidc.provider.Grant({
            clientId: asking.clientId,
            accountId: session.accountId,
        });
        grant.addOIDCScope("openid profile email");
        grant.addOIDCClaims(claimsOfPeople);
        await grant.save();
        return grant;
    },
});

const encoded = (value) => Buffer.from(JSON.stringify(value)).toString("base64url");

/** The ID token with other claims, or signed by someone else. */
function forged(token) {
    const claims = JSON.parse(Buffer.from(token.split(".")[1], "base64url"));
    for (const [name, value] of Object.entries(told.claims ?? {})) {
        claims[name] = value ?? undefined;
    }
    const header = (alg, kid = keyId) => `${encoded({ alg, kid, typ: "JWT" })}.${encoded(claims)}`;
    if (told.signed === "not at all") {
        return `${header("none")}.`;
    }
    if (told.signed === "by the client's secret") {
        const signature = createHmac("sha256", client.client_secret).update(header("HS256"));
        return `${header("HS256")}.${signature.digest("base64url")}`;
    }
    const unknown = told.signed === "by a key nobody knows";
    const said = header("RS256", unknown ? "another-key" : keyId);
    const signing = unknown || told.signed === "by another key" ? another : key;
    return `${said}.${sign("sha256", Buffer.from(said), signing).toString("base64url")}`;
}

async function body(request) {
    let text = "";
    for await (const part of request) {
        text += part;
    }
    return text;
}

const form = `<!DOCTYPE html><html lang="en"><title>The council's directory</title>
    <form method="post"><label>Who are you? <input name="subject" autofocus></label>
    <button>Sign in</button> <button name="cancel" value="yes">Cancel</button></form></html>`;

provider.use(async (ctx, next) => {
    if (ctx.path === "/told") {
        told = JSON.parse(await body(ctx.req));
        ctx.body = "";
        return;
    }
    if (told.down) {
        ctx.status = 500;
        return;
    }
    if (ctx.path.startsWith("/interaction/") && ctx.method === "GET") {
        ctx.body = form;
        return;
    }
    if (ctx.path.startsWith("/interaction/")) {
        const typed = new URLSearchParams(await body(ctx.req));
        const ts = Math.floor(Date.now() / 1000) - (told.signedInAgo ?? 0);
        const accountId = typed.get("subject");
        const login = { login: { accountId, ts, amr: people[accountId]?.amr } };
        const cancelled = { error: "access_denied" };
        await provider.interactionFinished(
            ctx.req,
            ctx.res,
            typed.get("cancel") ? cancelled : login,
            { mergeWithLastSubmission: false },
        );
        return;
    }
    if (ctx.path === "/auth" && told.ignoresPrompt) {
        const { prompt, max_age, ...rest } = ctx.query;
        ctx.query = rest;
    }
    await next();
    if (ctx.path === "/token" && ctx.body?.id_token && (told.claims || told.signed)) {
        ctx.body = { ...ctx.body, id_token: forged(ctx.body.id_token) };
    }
});

provider.listen(port, "127.0.0.1", () => console.log(`The directory is at ${issuer}`));
