import { defineConfig, devices } from '@playwright/test'
import type { WorldOptions } from './e2e/world/fixtures.ts'

/**
 * The same specs twice: `mocks` against the UI alone, `real` against the built product with real hosts.
 * Chromium is the system's; Playwright's own download is never used.
 */
export default defineConfig<WorldOptions>({
  testDir: 'e2e',
  testMatch: '**/*.e2e.ts',
  timeout: 45_000,
  expect: { timeout: 10_000 },
  workers: 2,
  forbidOnly: Boolean(process.env['CI']),
  outputDir: '.cache/e2e',
  reporter: [['list'], ['json', { outputFile: '.cache/e2e.json' }]],
  globalSetup: './e2e/world/global-setup.ts',
  use: {
    ...devices['Desktop Chrome'],
    viewport: { width: 1280, height: 800 },
    locale: 'en-GB',
    timezoneId: 'UTC',
    trace: 'retain-on-failure',
    launchOptions: {
      executablePath: '/usr/bin/chromium',
      args: [
        '--disable-dev-shm-usage',
        '--disable-background-networking',
        '--disable-component-update',
      ],
    },
  },
  projects: [
    { name: 'mocks', use: { peer: 'mocks' } },
    { name: 'real', use: { peer: 'real' } },
  ],
})
