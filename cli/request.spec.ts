import { expect, test } from 'vitest'
import { createRequest } from './request.ts'

const profile = { url: 'https://pods.example.net:8443/MAAS/api/2.0/', key: 'a:b:c' }
const urlOf = (path: string, variables: Record<string, string> = {}) =>
  createRequest(profile, {
    handler: { path },
    action: { method: 'GET', op: null },
    variables,
    pairs: [],
  }).url

test.each([
  '//evil.example.net/steal/',
  'https://evil.example.net/steal/',
  '\\\\evil.example.net/',
  '/x/?next=https://evil.example.net/#',
  '/../../@evil.example.net/',
])('the key goes to the profile’s host, whatever path a server describes: %s', (path) => {
  expect(new URL(urlOf(path)).origin).toBe('https://pods.example.net:8443')
})

test('a variable stays one part of the path', () => {
  expect(urlOf('/MAAS/api/2.0/zones/{name}/', { name: 'a/b?c#d%2F ü' })).toBe(
    'https://pods.example.net:8443/MAAS/api/2.0/zones/a%2Fb%3Fc%23d%252F%20%C3%BC/',
  )
})
