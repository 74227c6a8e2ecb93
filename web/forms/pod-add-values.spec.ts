import { expect, test } from 'vitest'
import { toPodCreate } from './pod-add-values.ts'

const typed = {
  name: ' ',
  zone: 'default',
  pool: 'default',
  type: 'virsh',
  power_address: ' qemu+ssh://ubuntu@192.168.1.2/system ',
  power_pass: '',
  default_storage_pool: '',
} as const

test('what is left empty is left to the server', () => {
  expect(toPodCreate(typed)).toEqual({
    type: 'virsh',
    zone: 'default',
    pool: 'default',
    power_address: 'qemu+ssh://ubuntu@192.168.1.2/system',
  })
})

test('a password is sent as typed, blanks and all', () => {
  expect(toPodCreate({ ...typed, power_pass: ' secret ' }).power_pass).toBe(' secret ')
})
