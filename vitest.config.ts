import { defineConfig } from 'vitest/config'

export default defineConfig({
  test: {
    include: ['{bff,cli,contract,libvirt,mocks,scripts,web}/**/*.spec.ts'],
    exclude: ['**/node_modules/**', '**/*.browser.spec.tsx', '**/*.browser.spec.ts'],
    environment: 'node',
    passWithNoTests: false,
  },
})
