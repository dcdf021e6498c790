// Every test on a small phone, where least fits; every page, and what officers do all day, on a desktop as well. The
// colours are switched inside the tests.
import { existsSync } from 'node:fs';
import { defineConfig } from '@playwright/test';

// The shell is Chromium without its own windows, which cost more than the pages in them.
const places = ['/usr/bin/chromium-headless-shell', '/usr/bin/chromium'];
const chromium = process.env.CHROMIUM ?? places.find(existsSync) ?? places[1];
const browser = {
  browserName: 'chromium',
  launchOptions: { executablePath: chromium, args: ['--no-sandbox'] },
  locale: 'id-ID',
};

const DAILY = /\/(pages|desk|dashboard|sop|viewer|adoption)\.spec\.js$/;

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
    { name: 'desktop', use: { ...browser, viewport: { width: 1280, height: 900 } }, testMatch: DAILY },
  ],
});
