import { resolve } from 'node:path'
import { describe, expect, test } from 'vitest'
import { ConfigError, readConfig } from './config.ts'

test('an empty environment listens on loopback and keeps its data beside it', () => {
  expect(readConfig({})).toEqual({
    listen: { host: '127.0.0.1', port: 5240 },
    dataDir: resolve('data'),
    keyFile: resolve('data/secret.key'),
    store: { dataDir: resolve('data') },
    allowTestDriver: false,
    libvirtSocket: undefined,
    logLevel: 'info',
    trustProxy: false,
    metricsOnLoopback: false,
  })
})

test('everything can be said', () => {
  expect(
    readConfig({
      PODYARD_LISTEN: '[::1]:0',
      PODYARD_DATA: '/data',
      PODYARD_KEY_FILE: '/keys/k',
      DATABASE_URL: 'postgresql://u:p@db/podyard',
      PODYARD_ALLOW_TEST_DRIVER: 'yes',
      PODYARD_LIBVIRT_SOCKET: '/run/sock',
      PODYARD_LOG_LEVEL: 'warn',
      PODYARD_TRUST_PROXY: '1',
      PODYARD_METRICS_ON_LOOPBACK: 'yes',
    }),
  ).toEqual({
    listen: { host: '::1', port: 0 },
    dataDir: '/data',
    keyFile: '/keys/k',
    store: { databaseUrl: 'postgresql://u:p@db/podyard' },
    allowTestDriver: true,
    libvirtSocket: '/run/sock',
    logLevel: 'warn',
    trustProxy: true,
    metricsOnLoopback: true,
  })
})

describe('a value that cannot be used', () => {
  test.each([
    [
      'PODYARD_LISTEN',
      '5240',
      'PODYARD_LISTEN ("5240") is not an address and a port. Example: PODYARD_LISTEN=127.0.0.1:5240',
    ],
    ['PODYARD_LISTEN', '127.0.0.1:70000', 'is not an address and a port'],
    ['PODYARD_LISTEN', '::1:80', 'is not an address and a port'],
    ['PODYARD_DATA', '', 'PODYARD_DATA ("") is empty. Example: PODYARD_DATA=/var/lib/podyard'],
    ['PODYARD_LOG_LEVEL', 'loud', 'is not a log level'],
    ['PODYARD_ALLOW_TEST_DRIVER', 'maybe', 'is neither yes nor no'],
  ])('%s=%s', (name, value, message) => {
    expect(() => readConfig({ [name]: value })).toThrow(message)
  })

  test('does not show the password of the database', () => {
    expect(() => readConfig({ DATABASE_URL: 'mysql://u:hunter2@db' })).toThrow(
      /^DATABASE_URL is not the URL/,
    )
    expect(() => readConfig({ DATABASE_URL: 'mysql://u:hunter2@db' })).not.toThrow(/hunter2/)
  })

  test('is told together with the others', () => {
    expect(() => readConfig({ PODYARD_LISTEN: 'x', PODYARD_LOG_LEVEL: 'y' })).toThrow(ConfigError)
    expect(() => readConfig({ PODYARD_LISTEN: 'x', PODYARD_LOG_LEVEL: 'y' })).toThrow(
      /PODYARD_LISTEN[^]*\n[^]*PODYARD_LOG_LEVEL/,
    )
  })
})
