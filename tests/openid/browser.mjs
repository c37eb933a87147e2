// A person's browser as far as log-ins to other programs need one: cookies, redirects that are seen
// and not followed, and the web desktop's calls.

export class Browser {
  constructor(issuer) {
    this.issuer = issuer;
    this.cookies = new Map();
    this.csrf_token = '';
  }

  async fetch(address, options = {}) {
    const response = await fetch(new URL(address, this.issuer), {
      redirect: 'manual',
      ...options,
      headers: {
        'Accept-Language': 'en',
        Cookie: [...this.cookies].map(([name, value]) => `${name}=${value}`).join('; '),
        ...options.headers,
      },
    });
    for (const line of response.headers.getSetCookie()) {
      const [, name, value] = /^([^=]+)=([^;]*)/.exec(line);
      if (value) this.cookies.set(name, value);
      else this.cookies.delete(name);
    }
    return response;
  }

  async post(path, body) {
    const response = await this.fetch(path, {
      method: 'POST',
      body: JSON.stringify(body),
      headers: { 'Content-Type': 'application/json', 'X-CSRF-Token': this.csrf_token },
    });
    const text = await response.text();
    return { status: response.status, body: text ? JSON.parse(text) : null };
  }

  async log_in(email, password) {
    const { status, body } = await this.post('/api/v1/session', { email, password });
    if (status !== 200) throw new Error(`log-in: ${status} ${JSON.stringify(body)}`);
    this.csrf_token = body.csrf_token;
  }

  // Where a request to log in leads: to the program, or to the page that asks.
  async authorize(address) {
    const response = await this.fetch(address);
    const location = response.headers.get('Location');
    if (!location) return { status: response.status, page: await response.text() };
    if (!location.startsWith('/authorize#'))
      return { status: response.status, back: new URL(location) };
    return { status: response.status, request: location.slice('/authorize#'.length) };
  }

  async step(request) {
    return (await this.post('/api/v1/authorization/check', { request })).body.step;
  }

  async allow(request) {
    const { status, body } = await this.post('/api/v1/authorization', { request });
    if (status !== 200) throw new Error(`allow: ${status} ${JSON.stringify(body)}`);
    return new URL(body.redirect);
  }
}
