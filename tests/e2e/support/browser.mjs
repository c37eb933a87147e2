// One Chromium; each test gets a window with nothing remembered.
import { chromium } from 'playwright-core';

const program = process.env.CHROMIUM ?? '/usr/bin/chromium';
const switches = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];

export class Browser {
  #opened = 0;

  constructor(witness) {
    this.witness = witness;
  }

  async start() {
    this.browser = await chromium.launch({
      executablePath: program,
      args: switches,
    });
  }

  async stop() {
    await this.browser?.close();
  }

  async open(
    url,
    { width = 1280, height = 800, scheme = 'light', locale = 'sv-SE', scripts = true } = {},
  ) {
    const number = ++this.#opened;
    const context = await this.browser.newContext({
      baseURL: url,
      viewport: { width, height },
      colorScheme: scheme,
      locale,
      timezoneId: 'Europe/Stockholm',
      reducedMotion: 'reduce',
      javaScriptEnabled: scripts,
      // Somebody at another place: the server counts log-ins by address, and all of the tests
      // together log in more often than people of one address may.
      extraHTTPHeaders: { 'X-Forwarded-For': `198.18.${number >> 8}.${number & 255}` },
    });
    this.witness.listen_to(context);
    const page = await context.newPage();
    page.setDefaultTimeout(15_000);
    page.complaints = [];
    page.on('pageerror', (error) => page.complaints.push(error.message));
    page.on('response', (response) => {
      if (response.status() !== 429) return;
      page.complaints.push(`${response.url()} was asked for too often`);
    });
    page.on('console', (message) => {
      // Answers with a status of 4xx are part of the tests.
      if (message.type() !== 'error' || message.text().includes('Failed to load resource')) return;
      page.complaints.push(message.text());
    });
    return page;
  }
}
