import { expect, test } from 'vitest'
import { loginPath, safeReturnPath } from './return-path.ts'

test.each([
  ['/machines?q=web', '/machines?q=web'],
  [null, '/pods'],
  ['//evil.example', '/pods'],
  ['/\\evil.example', '/pods'],
  ['https://evil.example/', '/pods'],
  ['/login?return=%2Flogin', '/pods'],
])('from %s one returns to %s', (wanted, path) => {
  expect(safeReturnPath(wanted)).toBe(path)
})

test('the login page remembers path and search without the base', () => {
  expect(loginPath('http://h/MAAS/pods/7?a=1', '/MAAS')).toBe('/login?return=%2Fpods%2F7%3Fa%3D1')
  expect(loginPath('http://h/MAAS/', '/MAAS')).toBe('/login')
})
