// Real programs against the real server: openid-client and oauth4webapi log in, refresh, ask who it
// is and log out. Each test has the name of the module of the OpenID conformance suite that it
// rebuilds; where the suite asks for less than this server (PKCE, which it requires of everybody),
// the request has that too.
//
// Addresses and clients come from tests/functional/openid_test.py.
import assert from 'node:assert/strict';
import { createServer } from 'node:http';
import { after, before, test } from 'node:test';
import { createRemoteJWKSet, decodeProtectedHeader, jwtVerify } from 'jose';
import * as oauth from 'oauth4webapi';
import * as openid from 'openid-client';
import { Browser } from './browser.mjs';

const world = JSON.parse(process.env.TUSK_OPENID);
const insecure = { [oauth.allowInsecureRequests]: true };
const keys = createRemoteJWKSet(new URL(`${world.issuer}/oauth2/jwks`));

let config; // client_secret_basic
let person; // logged in
const told = []; // logout tokens
let wake = () => {};
const told_server = createServer((request, response) => {
  let body = '';
  request.on('data', (part) => (body += part));
  request.on('end', () => {
    told.push(new URLSearchParams(body).get('logout_token'));
    response.writeHead(200, { 'Cache-Control': 'no-store' }).end();
    wake();
  });
});

async function discover(about, authentication, options = {}) {
  return openid.discovery(new URL(world.issuer), about.id, options, authentication, {
    execute: [openid.allowInsecureRequests, openid.enableNonRepudiationChecks],
  });
}

before(async () => {
  await new Promise((ready) => told_server.listen(world.logout_port, '127.0.0.1', ready));
  config = await discover(world.confidential, openid.ClientSecretBasic(world.confidential.secret));
  person = await logged_in();
});
after(() => told_server.close());

async function logged_in() {
  const browser = new Browser(world.issuer);
  await browser.log_in(world.email, world.password);
  return browser;
}

const state = 'state-1';
const nonce = 'nonce-1';

async function request_of(changes = {}, using = config) {
  const verifier = openid.randomPKCECodeVerifier();
  const parameters = {
    redirect_uri: world.redirect_uri,
    scope: 'openid',
    state,
    nonce,
    code_challenge: await openid.calculatePKCECodeChallenge(verifier),
    code_challenge_method: 'S256',
    ...changes,
  };
  for (const name of Object.keys(parameters)) {
    if (parameters[name] === undefined) delete parameters[name];
  }
  return { verifier, address: openid.buildAuthorizationUrl(using, parameters), parameters };
}

async function back_of(browser, address) {
  const answer = await browser.authorize(address);
  return answer.request ? browser.allow(answer.request) : answer.back;
}

async function log_in(changes = {}, using = config, browser = person, checks = {}) {
  const request = await request_of(changes, using);
  const back = await back_of(browser, request.address);
  const tokens = await openid.authorizationCodeGrant(using, back, {
    pkceCodeVerifier: request.verifier,
    expectedState: request.parameters.state ?? openid.skipStateCheck,
    expectedNonce: request.parameters.nonce,
    idTokenExpected: true,
    ...checks,
  });
  return { tokens, claims: tokens.claims(), request, back };
}

async function userinfo_of(tokens, using = config) {
  return openid.fetchUserInfo(using, tokens.access_token, tokens.claims().sub);
}

// The error that leads back to the program.
async function error_of(changes, browser = person) {
  const { address } = await request_of(changes);
  const { back } = await browser.authorize(address);
  assert.ok(back, 'leads back to the program');
  assert.equal(back.searchParams.get('iss'), world.issuer);
  return back.searchParams.get('error');
}

// ---- Config OP ----

test('oidcc-discovery-endpoint-verification', async () => {
  const about = config.serverMetadata();
  assert.equal(about.issuer, world.issuer);
  assert.deepEqual(about.response_types_supported, ['code']);
  assert.deepEqual(about.code_challenge_methods_supported, ['S256']);
  assert.ok(about.id_token_signing_alg_values_supported.includes('RS256'));
  assert.ok(about.subject_types_supported.includes('public'));
  assert.equal(about.registration_endpoint, undefined);
  for (const name of ['authorization_endpoint', 'token_endpoint', 'userinfo_endpoint', 'jwks_uri'])
    assert.ok(about[name].startsWith(`${world.issuer}/`), name);
  const { keys: published } = await (await fetch(about.jwks_uri)).json();
  for (const key of published) {
    assert.ok(key.kid && key.alg && key.use === 'sig');
    assert.ok(!('d' in key) && !('k' in key));
  }
});

// ---- Basic OP ----

test('oidcc-server', async () => {
  const { tokens, claims, back } = await log_in({ scope: 'openid profile email' });
  assert.equal(back.searchParams.get('state'), state);
  assert.equal(claims.iss, world.issuer);
  assert.equal(claims.aud, world.confidential.id);
  assert.equal(tokens.token_type, 'bearer');
  const { payload } = await jwtVerify(tokens.id_token, keys, { algorithms: ['ES256'] });
  assert.equal(payload.nonce, nonce);
  assert.equal((await userinfo_of(tokens)).sub, claims.sub);
});

test('oidcc-ensure-request-with-valid-pkce-succeeds', async () => {
  const request = await request_of();
  const back = await back_of(person, request.address);
  const checks = { expectedState: state, expectedNonce: nonce };
  await assert.rejects(
    openid.authorizationCodeGrant(config, back, {
      ...checks,
      pkceCodeVerifier: openid.randomPKCECodeVerifier(),
    }),
    { error: 'invalid_grant' },
  );
  await openid.authorizationCodeGrant(config, back, {
    ...checks,
    pkceCodeVerifier: request.verifier,
  });
  assert.equal(await error_of({ code_challenge: undefined }), 'invalid_request');
  assert.equal(await error_of({ code_challenge_method: 'plain' }), 'invalid_request');
});

test('oidcc-response-type-missing', async () => {
  const { address } = await request_of();
  address.searchParams.delete('response_type');
  const { back } = await person.authorize(address);
  assert.equal(back.searchParams.get('error'), 'invalid_request');
});

test('oidcc-userinfo-get, oidcc-userinfo-post-header, oidcc-userinfo-post-body', async () => {
  const { tokens, claims } = await log_in();
  const address = config.serverMetadata().userinfo_endpoint;
  const headers = { Authorization: `Bearer ${tokens.access_token}` };
  const body = new URLSearchParams({ access_token: tokens.access_token });
  for (const options of [{ headers }, { method: 'POST', headers }, { method: 'POST', body }]) {
    const answer = await fetch(address, options);
    assert.equal(answer.status, 200);
    assert.equal((await answer.json()).sub, claims.sub);
  }
  assert.equal((await fetch(address)).status, 401);
});

test('oidcc-ensure-request-without-nonce-succeeds-for-code-flow', async () => {
  const { claims } = await log_in({ nonce: undefined });
  assert.equal(claims.nonce, undefined);
});

test('oidcc-scope-profile, oidcc-scope-email, oidcc-scope-all', async () => {
  const profile = await userinfo_of((await log_in({ scope: 'openid profile' })).tokens);
  assert.equal(profile.name, world.name);
  assert.ok(['sv', 'en'].includes(profile.locale));
  assert.equal(profile.email, undefined);
  const email = await userinfo_of((await log_in({ scope: 'openid email' })).tokens);
  assert.equal(email.email, world.email);
  assert.equal(typeof email.email_verified, 'boolean');
  assert.equal(email.name, undefined);
  const all = await log_in({ scope: 'openid profile email address phone' });
  const everything = await userinfo_of(all.tokens);
  assert.deepEqual([everything.name, everything.email], [world.name, world.email]);
});

test('oidcc-scope-address, oidcc-scope-phone', async () => {
  const { tokens } = await log_in({ scope: 'openid address phone' });
  assert.equal(tokens.scope, 'openid', 'what is not known is passed over');
});

test('oidcc-ensure-other-scope-order-succeeds', async () => {
  await log_in({ scope: 'email openid' });
});

test('oidcc-display-page, oidcc-display-popup, oidcc-claims-locales', async () => {
  await log_in({ display: 'page', claims_locales: 'se' });
  await log_in({ display: 'popup' });
});

test('oidcc-ui-locales', async () => {
  const browser = new Browser(world.issuer);
  const { address } = await request_of({ ui_locales: 'en sv' });
  const { request } = await browser.authorize(address);
  const asked = await browser.post('/api/v1/authorization/check', { request });
  assert.equal(asked.body.language, 'en');
});

test('oidcc-prompt-login', async () => {
  const browser = await logged_in();
  const first = await log_in({}, config, browser);
  const request = await request_of({ prompt: 'login' });
  const waiting = await browser.authorize(request.address);
  assert.equal(await browser.step(waiting.request), 'log_in');
  await assert.rejects(browser.allow(waiting.request), /409/);
  await browser.log_in(world.email, world.password);
  const back = await browser.allow(waiting.request);
  const again = await openid.authorizationCodeGrant(config, back, {
    pkceCodeVerifier: request.verifier,
    expectedState: state,
    expectedNonce: nonce,
  });
  assert.equal(again.claims().sub, first.claims.sub);
  assert.ok(again.claims().auth_time >= first.claims.auth_time);
});

test('oidcc-prompt-none-not-logged-in', async () => {
  const nobody = new Browser(world.issuer);
  assert.equal(await error_of({ prompt: 'none' }, nobody), 'login_required');
});

test('oidcc-prompt-none-logged-in', async () => {
  const first = await log_in();
  const second = await log_in({ prompt: 'none' });
  assert.equal(second.claims.sub, first.claims.sub);
  assert.equal(second.claims.auth_time, first.claims.auth_time);
});

test('oidcc-max-age-1', async () => {
  const browser = await logged_in();
  await log_in({}, config, browser);
  // A second is too old when the next but one has begun.
  const begun = Date.now();
  let answer;
  do {
    answer = await browser.authorize((await request_of({ max_age: '1' })).address);
    assert.ok(Date.now() - begun < 60_000, 'never too old');
  } while (!answer.request);
  assert.equal(await browser.step(answer.request), 'log_in');
});

test('oidcc-max-age-10000', async () => {
  const { claims } = await log_in({ max_age: '10000' }, config, person, { maxAge: 10000 });
  assert.ok(Number.isInteger(claims.auth_time));
});

test('oidcc-ensure-request-with-unknown-parameter-succeeds', async () => {
  await log_in({ extra: 'foobar' });
});

test('oidcc-ensure-request-with-acr-values-succeeds', async () => {
  await log_in({ acr_values: '1 2' });
});

test('oidcc-claims-essential', async () => {
  await log_in({ claims: '{"userinfo":{"name":{"essential":true}}}' });
});

test('oidcc-id-token-hint', async () => {
  const { tokens, claims } = await log_in();
  const again = await log_in({ prompt: 'none', id_token_hint: tokens.id_token });
  assert.equal(again.claims.sub, claims.sub);
  const other = new Browser(world.issuer);
  await other.log_in(world.other_email, world.password);
  await log_in({}, config, other);
  assert.equal(
    await error_of({ prompt: 'none', id_token_hint: tokens.id_token }, other),
    'login_required',
  );
});

test('oidcc-login-hint', async () => {
  const browser = new Browser(world.issuer);
  const { address } = await request_of({ login_hint: world.email });
  const { request } = await browser.authorize(address);
  const asked = await browser.post('/api/v1/authorization/check', { request });
  assert.equal(asked.body.login_hint, world.email);
});

test('oidcc-codereuse, oidcc-codereuse-30seconds', async () => {
  const { tokens, back, request } = await log_in();
  await userinfo_of(tokens);
  await assert.rejects(
    openid.authorizationCodeGrant(config, back, {
      pkceCodeVerifier: request.verifier,
      expectedState: state,
      expectedNonce: nonce,
    }),
    { error: 'invalid_grant' },
  );
  await assert.rejects(userinfo_of(tokens), 'the token of a code in two hands');
});

test('oidcc-ensure-registered-redirect-uri', async () => {
  for (const redirect_uri of [
    `${world.redirect_uri}x`,
    `${world.redirect_uri}?dummy=1`,
    'https://evil.example/',
    undefined,
  ]) {
    const { address } = await request_of({ redirect_uri });
    if (redirect_uri === undefined) address.searchParams.delete('redirect_uri');
    const answer = await person.authorize(address);
    assert.equal(answer.status, 400);
    assert.match(answer.page, /inte är registrerad|inte registrerat/);
  }
});

test('oidcc-ensure-post-request-succeeds', async () => {
  const { address } = await request_of();
  const answer = await person.fetch(address.pathname, {
    method: 'POST',
    body: address.searchParams,
  });
  assert.equal(answer.status, 303);
  const back = await back_of(person, answer.headers.get('Location'));
  assert.ok(back.searchParams.get('code'));
});

test('oidcc-server-client-secret-post', async () => {
  const posting = await discover(
    world.confidential,
    openid.ClientSecretPost(world.confidential.secret),
  );
  await log_in({}, posting);
  const wrong = await discover(world.confidential, openid.ClientSecretPost('wrong'));
  await assert.rejects(log_in({}, wrong), { error: 'invalid_client' });
});

test('oidcc-idtoken-rs256', async () => {
  const rsa = await discover(world.rsa, openid.ClientSecretPost(world.rsa.secret), {
    id_token_signed_response_alg: 'RS256',
  });
  const { tokens } = await log_in({}, rsa);
  assert.equal(decodeProtectedHeader(tokens.id_token).alg, 'RS256');
  await jwtVerify(tokens.id_token, keys, { algorithms: ['RS256'] });
});

test('oidcc-unsigned-request-object-supported-correctly-or-rejected-as-unsupported', async () => {
  assert.equal(await error_of({ request: 'eyJhbGciOiJub25lIn0.e30.' }), 'request_not_supported');
});

test('oidcc-ensure-request-object-with-redirect-uri', async () => {
  const request_uri = 'https://program.example.com/request';
  assert.equal(await error_of({ request_uri }), 'request_uri_not_supported');
});

test('oidcc-refresh-token', async () => {
  const { tokens, claims } = await log_in({ scope: 'openid offline_access', prompt: 'consent' });
  assert.ok(tokens.refresh_token);
  const second = await openid.refreshTokenGrant(config, tokens.refresh_token);
  assert.equal(second.claims().sub, claims.sub);
  assert.equal(second.claims().nonce, undefined);
  assert.notEqual(second.refresh_token, tokens.refresh_token);
  const other = await discover(world.rsa, openid.ClientSecretPost(world.rsa.secret));
  await assert.rejects(openid.refreshTokenGrant(other, second.refresh_token), {
    error: 'invalid_grant',
  });
  const third = await openid.refreshTokenGrant(config, second.refresh_token);
  await userinfo_of(third);
  await assert.rejects(openid.refreshTokenGrant(config, tokens.refresh_token), {
    error: 'invalid_grant',
  });
  await assert.rejects(openid.refreshTokenGrant(config, third.refresh_token), {
    error: 'invalid_grant',
  });
  await assert.rejects(openid.fetchUserInfo(config, third.access_token, claims.sub));
});

test('revocation (RFC 7009)', async () => {
  const { tokens, claims } = await log_in({ scope: 'openid offline_access', prompt: 'consent' });
  await openid.tokenRevocation(config, tokens.refresh_token);
  await assert.rejects(openid.fetchUserInfo(config, tokens.access_token, claims.sub));
});

test('access tokens are at+jwt (RFC 9068)', async () => {
  const { tokens, claims } = await log_in();
  const as = await oauth.processDiscoveryResponse(
    new URL(world.issuer),
    await oauth.discoveryRequest(new URL(world.issuer), insecure),
  );
  const request = new Request(`${world.issuer}/api`, {
    headers: { Authorization: `Bearer ${tokens.access_token}` },
  });
  const seen = await oauth.validateJwtAccessToken(as, request, world.issuer, insecure);
  assert.equal(seen.sub, claims.sub);
  assert.equal(seen.client_id, world.confidential.id);
});

// A program on the person's own computer (RFC 8252): no secret, a port of its own.
test('a public client with oauth4webapi and a loopback address', async () => {
  const as = await oauth.processDiscoveryResponse(
    new URL(world.issuer),
    await oauth.discoveryRequest(new URL(world.issuer), insecure),
  );
  const client = { client_id: world.native.id };
  const redirect_uri = 'http://127.0.0.1:51234/done';
  const verifier = oauth.generateRandomCodeVerifier();
  const address = new URL(as.authorization_endpoint);
  address.search = new URLSearchParams({
    client_id: client.client_id,
    redirect_uri,
    response_type: 'code',
    scope: 'openid email',
    state,
    code_challenge: await oauth.calculatePKCECodeChallenge(verifier),
    code_challenge_method: 'S256',
  });
  const back = await back_of(person, address);
  assert.ok(back.href.startsWith(`${redirect_uri}?`));
  const parameters = oauth.validateAuthResponse(as, client, back, state);
  const response = await oauth.authorizationCodeGrantRequest(
    as,
    client,
    oauth.None(),
    parameters,
    redirect_uri,
    verifier,
    insecure,
  );
  const tokens = await oauth.processAuthorizationCodeResponse(as, client, response, {
    requireIdToken: true,
  });
  const claims = oauth.getValidatedIdTokenClaims(tokens);
  const about = await oauth.processUserInfoResponse(
    as,
    client,
    claims.sub,
    await oauth.userInfoRequest(as, client, tokens.access_token, insecure),
  );
  assert.equal(about.email, world.email);
});

// ---- RP-initiated logout ----

const after_logout = () => world.post_logout_uri;

async function log_out(browser, parameters) {
  const address = openid.buildEndSessionUrl(config, parameters);
  address.searchParams.delete('client_id');
  if (parameters.client_id) address.searchParams.set('client_id', parameters.client_id);
  return browser.fetch(address);
}

async function is_logged_in(browser) {
  return (await browser.fetch('/api/v1/session')).status === 200;
}

test('oidcc-rp-initiated-logout-discovery-endpoint-verification', () => {
  assert.ok(config.serverMetadata().end_session_endpoint);
});

test('oidcc-rp-initiated-logout, oidcc-rp-initiated-logout-no-state', async () => {
  for (const wanted of ['state-2', undefined]) {
    const browser = await logged_in();
    const { tokens } = await log_in({}, config, browser);
    const answer = await log_out(browser, {
      id_token_hint: tokens.id_token,
      post_logout_redirect_uri: after_logout(),
      ...(wanted ? { state: wanted } : {}),
    });
    assert.equal(answer.status, 303);
    const to = new URL(answer.headers.get('Location'));
    assert.equal(to.origin + to.pathname, after_logout());
    assert.equal(to.searchParams.get('state'), wanted ?? null);
    assert.equal(await is_logged_in(browser), false);
    assert.equal(await error_of({ prompt: 'none' }, browser), 'login_required');
  }
});

test('oidcc-rp-initiated-logout-no-id-token-hint, -no-params, -only-state, -modified-id-token-hint, -bad-id-token-hint', async () => {
  const browser = await logged_in();
  const { tokens } = await log_in({}, config, browser);
  const modified = tokens.id_token.replace(/\.[^.]*$/, '.AAAA');
  const uri = { post_logout_redirect_uri: after_logout() };
  for (const parameters of [
    { client_id: world.confidential.id, ...uri },
    {},
    { state: 'only' },
    { id_token_hint: modified, client_id: world.confidential.id, ...uri },
    { id_token_hint: 'bad' },
  ]) {
    const answer = await log_out(browser, parameters);
    assert.equal(answer.status, 200, 'the person is asked');
    assert.match(await answer.text(), /Vill du logga ut/);
    assert.equal(await is_logged_in(browser), true);
  }
  const page = await (
    await log_out(browser, { client_id: world.confidential.id, ...uri, state: 's' })
  ).text();
  const fields = [...page.matchAll(/name="([^"]*)" value="([^"]*)"/g)].map((found) => [
    found[1],
    found[2],
  ]);
  const answer = await browser.fetch('/oauth2/logout/confirm', {
    method: 'POST',
    body: new URLSearchParams(fields),
  });
  assert.equal(answer.headers.get('Location'), `${after_logout()}?state=s`);
  assert.equal(await is_logged_in(browser), false);
});

test('oidcc-rp-initiated-logout-no-post-logout-redirect-uri', async () => {
  const browser = await logged_in();
  const { tokens } = await log_in({}, config, browser);
  const answer = await log_out(browser, { id_token_hint: tokens.id_token });
  assert.equal(answer.status, 200);
  assert.match(await answer.text(), /Du är utloggad/);
  assert.equal(await is_logged_in(browser), false);
});

test('oidcc-rp-initiated-logout-bad-post-logout-redirect-uri, -query-added-to-post-logout-redirect-uri', async () => {
  const { tokens } = await log_in();
  for (const uri of ['https://evil.example/', `${after_logout()}?foo=bar`]) {
    const answer = await log_out(person, {
      id_token_hint: tokens.id_token,
      post_logout_redirect_uri: uri,
    });
    assert.equal(answer.status, 400);
    assert.equal(answer.headers.get('Location'), null);
    assert.equal(await is_logged_in(person), true);
  }
});

// ---- back-channel logout ----

test('oidcc-backchannel-discovery-endpoint-verification', () => {
  const about = config.serverMetadata();
  assert.equal(about.backchannel_logout_supported, true);
  assert.equal(about.backchannel_logout_session_supported, true);
});

test('oidcc-backchannel-rp-initiated-logout', async () => {
  const browser = await logged_in();
  const { tokens, claims } = await log_in({}, config, browser);
  const begun = Date.now();
  await log_out(browser, { id_token_hint: tokens.id_token });
  const mine = async () => {
    for (const token of told) {
      const { payload } = await jwtVerify(token, keys, {
        issuer: world.issuer,
        audience: world.confidential.id,
        typ: 'logout+jwt',
        requiredClaims: ['iat', 'exp', 'jti', 'events'],
      });
      if (payload.sid === claims.sid) return payload;
    }
    return null;
  };
  let payload;
  while (!(payload = await mine())) await new Promise((next) => (wake = next));
  assert.ok(Date.now() - begun < 5000, 'within five seconds');
  assert.equal(payload.sub, claims.sub);
  assert.equal(payload.nonce, undefined);
  assert.deepEqual(payload.events, { 'http://schemas.openid.net/event/backchannel-logout': {} });
});
