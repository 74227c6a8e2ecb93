import { defineConfig } from 'vitest/config'

export default defineConfig({
  test: {
    include: ['{bff,cli,contract,libvirt,mocks,scripts,web}/**/*.spec.ts'],
    // Real hosts and a real PostgreSQL, once for the whole run; a run without them says what it skipped.
    globalSetup: './scripts/lab/vitest-global-setup.ts',
    passWithNoTests: false,
    // Two cores share this with QEMU: a limit is for what hangs, not for what is slow.
    testTimeout: 20_000,
    hookTimeout: 60_000,
    // More workers than that only make real hosts late.
    maxWorkers: 2,
  },
})
