import { expect, test } from 'vitest'
import { parseCommandLine, parsePairs, takeVariables } from './arguments.ts'

const files: Record<string, string> = { '/etc/key.pub': 'ssh-ed25519 AAAA\n' }
const read = (path: string) => {
  const content = files[path]
  if (content === undefined) throw new Error('no such file')
  return Buffer.from(content)
}

test('options stand anywhere, a lone dash is a word, and after -- everything is', () => {
  const { options, words } = parseCommandLine([
    '-k',
    'ada',
    'pods',
    '--table',
    'read',
    '-d',
    '-',
    '--',
    '-h',
  ])
  expect(words).toEqual(['ada', 'pods', 'read', '-', '-h'])
  expect(options).toMatchObject({ insecure: true, debug: true, table: true, help: false })
})

test('an unknown option is refused by its name', () => {
  expect(() => parseCommandLine(['pods', '--tabel'])).toThrow(/^Unknown option '--tabel'\.$/)
})

test('the first = parts key and value; a value may hold anything', () => {
  expect(
    parsePairs([
      'power_address=qemu+ssh://ubuntu@h/system?a=b',
      'name=',
      'tags=a,b',
      'tags=c',
      'x=a\nb@=c',
    ]),
  ).toEqual([
    { name: 'power_address', value: 'qemu+ssh://ubuntu@h/system?a=b' },
    { name: 'name', value: '' },
    { name: 'tags', value: 'a,b' },
    { name: 'tags', value: 'c' },
    { name: 'x', value: 'a\nb@=c' },
  ])
})

test('@= takes the content of a file, to the byte', () => {
  expect(parsePairs(['user_data@=/etc/key.pub'], read)).toEqual([
    { name: 'user_data', file: { name: 'key.pub', content: Buffer.from('ssh-ed25519 AAAA\n') } },
  ])
  expect(() => parsePairs(['user_data@=/none'], read)).toThrow(
    'user_data@=/none cannot be read: no such file',
  )
})

test.each(['virsh', '=virsh', '@=file'])('%s is no pair', (word) => {
  expect(() => parsePairs([word])).toThrow(`"${word}" is not of the form KEY=VALUE or KEY@=FILE.`)
})

test('the variables of the path come first, and none may be missing', () => {
  expect(takeVariables(['system_id', 'id'], ['abc', '7', 'name=x'])).toEqual({
    variables: { system_id: 'abc', id: '7' },
    rest: ['name=x'],
  })
  expect(() => takeVariables(['system_id', 'id'], ['abc'])).toThrow('Missing: ID.')
})

test.each(['.', '..'])('%s would lead to another thing than the one that is named', (value) => {
  expect(() => takeVariables(['id'], [value])).toThrow(`ID cannot be "${value}".`)
})
