import { expect, test } from 'vitest'
import { actionWord } from '../contract/command-words.ts'
import { handlerWord, nearest } from './names.ts'

test.each([
  ['PodsHandler', 'pods'],
  ['PodHandler', 'pod'],
  ['ResourcePoolsHandler', 'resource-pools'],
  ['VmHostHandler', 'vm-host'],
  ['SSHKeysHandler', 'sshkeys'],
  ['IPAddressesHandler', 'ipaddresses'],
  ['RAIDHandler', 'raid'],
  ['AnonVersionHandler', 'version'],
  ['AnonymousThingHandler', 'anonymous-thing'],
  ['PodyardSshKeyHandler', 'podyard-ssh-key'],
  ['BcacheCacheSetHandler', 'bcache-cache-set'],
])('%s is typed as %s', (name, word) => {
  expect(handlerWord(name)).toBe(word)
})

test('an action is typed with dashes', () => {
  expect(['read', 'add_tag', 'query_power_state'].map(actionWord)).toEqual([
    'read',
    'add-tag',
    'query-power-state',
  ])
})

test('a slip of the finger finds the word that was meant, and nothing finds nothing', () => {
  const known = ['read', 'create', 'refresh', 'delete']
  expect(nearest('reed', known)).toEqual(['read'])
  expect(nearest('ref', known)).toEqual(['refresh'])
  expect(nearest('xyzzy', known)).toEqual([])
})
