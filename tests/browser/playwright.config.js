// Every test on a small phone and on a desktop; the colours are switched inside the tests.
import { defineConfig } from '@playwright/test';

const chromium = process.env.CHROMIUM ?? '/usr/bin/chromium';
const browser = {
  browserName: 'chromium',
  launchOptions: { executablePath: chromium, args: ['--no-sandbox'] },
  locale: 'id-ID',
};

export default defineConfig({
  testDir: '.',
  testMatch: '*.spec.js',
  globalSetup: './office.js',
  outputDir: '../../target/browser',
  reporter: [['list']],
  timeout: 120_000,
  expect: { timeout: 15_000 },
  workers: 2,
  fullyParallel: true,
  forbidOnly: true,
  projects: [
    { name: 'phone', use: { ...browser, viewport: { width: 360, height: 740 }, hasTouch: true } },
    { name: 'desktop', use: { ...browser, viewport: { width: 1280, height: 900 } } },
  ],
});
