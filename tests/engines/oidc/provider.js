// A certified OpenID provider with a few people, for tests: node provider.js PORT CALLBACK PEOPLE
// PEOPLE is JSON: {"login": {claims}}. Its own pages ask for a login and take any password.
import { Provider } from "oidc-provider";

const [port, callback, people] = process.argv.slice(2);
const known = JSON.parse(people);
const client = {
  client_id: "catalogue",
  redirect_uris: [callback],
  post_logout_redirect_uris: [new URL("/", callback).href],
  grant_types: ["authorization_code"],
};

const provider = new Provider(`http://127.0.0.1:${port}`, {
  clients: [
    { ...client, client_secret: "a secret of tests alone" },
  ],
  claims: { openid: ["sub"], email: ["email", "email_verified"], profile: ["name"], groups: ["groups"] },
  scopes: ["openid", "email", "profile", "groups"],
  cookies: { keys: ["of tests alone"] },
  pkce: { required: () => true },
  features: { devInteractions: { enabled: true } },
  findAccount: (_context, id) =>
    known[id] && { accountId: id, claims: () => ({ sub: id, ...known[id] }) },
});
provider.listen(Number(port), "127.0.0.1", () => console.log("ready"));
