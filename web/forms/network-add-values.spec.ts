import { expect, test } from 'vitest'
import {
  maasPreset,
  networkDefaults,
  problemOf,
  toNetworkInput,
  usualRange,
} from './network-add-values.ts'

test('the network of the documentation', () => {
  expect(toNetworkInput(maasPreset)).toEqual({
    name: 'maas',
    mode: 'nat',
    address: '172.16.99.1/24',
    bridge: 'virbr1',
    domain: 'testnet',
    autostart: true,
  })
})

test('what another mode had is not sent', () => {
  const values = { ...maasPreset, mode: 'bridge', dhcp: true, dhcp_start: '172.16.99.9' } as const
  expect(toNetworkInput(values)).toEqual({
    name: 'maas',
    mode: 'bridge',
    bridge: 'virbr1',
    autostart: true,
  })
})

test('a field is refused before anything is sent', () => {
  const values = { ...networkDefaults, name: 'lab', address: '10.1.2.1/24' }
  expect(problemOf('address', values, [])).toBeUndefined()
  expect(problemOf('address', { ...values, address: '10.1.2.1' }, [])).toContain('prefix')
  expect(problemOf('bridge', { ...values, mode: 'bridge', address: '' }, [])).toBeDefined()
  const small = { ...values, address: '10.1.2.1/30', dhcp: true }
  expect(problemOf('dhcp_start', small, [])).toBe('This field is required.')
})

test('addresses are handed out from the second half, unless another range is asked for', () => {
  const values = { ...maasPreset, dhcp: true, dhcp_start: '172.16.99.200' }
  expect(toNetworkInput(values)).toMatchObject({
    dhcp_start: '172.16.99.200',
    dhcp_end: '172.16.99.254',
  })
  expect(usualRange('10.1.2.1/24')).toEqual({ dhcp_start: '10.1.2.128', dhcp_end: '10.1.2.254' })
  expect(usualRange('10.1.2.1/30')).toBeUndefined()
  expect(usualRange('10.1')).toBeUndefined()
})
