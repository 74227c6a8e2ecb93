import { expect, test } from 'vitest'
import { formatTable } from './table.ts'

const pod = (id: number, name: string, more = {}) => ({
  id,
  name,
  tags: ['a', 'b'],
  total: { cores: 8, memory: 16_384, local_storage: 100 * 2 ** 30 },
  used: { cores: 5, memory: 4096, local_storage: 40 * 2 ** 30 },
  available: { cores: 3, memory: 12_288, local_storage: 60 * 2 ** 30 },
  cpu_over_commit_ratio: 0.5,
  memory_over_commit_ratio: 4.6,
  zone: { id: 1, name: 'default', description: '', resource_uri: '/' },
  pool: { id: 0, name: 'lab', description: '', resource_uri: '/' },
  podyard: { connection: { state: 'connected' }, machine_count: 12 },
  ...more,
})

test('pods: free and limit with over commit applied, negative when over, numbers to the right', () => {
  expect(
    formatTable('pods', [pod(1, 'calm-otter'), pod(12, 'x', { podyard: undefined, tags: [] })]),
  ).toBe(
    `id  name        state      cores free  RAM free (GiB)  storage free (GiB)  machines  zone     pool  tags
 1  calm-otter  connected  -1 of 4     69.6 of 73.6    60 of 100                 12  default  lab   a, b
12  x           -          -1 of 4     69.6 of 73.6    60 of 100                  -  default  lab   -
`,
  )
})

test('figures that are not known are not made up', () => {
  expect(formatTable('pods', [{ id: 1, name: 'x' }])).toContain(' 1  x     -      -           -')
})

test('a list that nobody thought of shows what it has, nested values by their names', () => {
  expect(
    formatTable('fabrics', [
      { id: 1, vlans: [{ name: 'a' }, { name: 'b' }], on: true, resource_uri: '/x' },
      { id: 2, vlans: [], extra: { cores: 2, memory: 3 } },
    ]),
  ).toBe(`id  vlans  on   extra
 1  a, b   yes  -
 2  -      -    cores 2, memory 3
`)
})

test('one thing is told line by line', () => {
  expect(formatTable('pod', { id: 3, name: '', zone: { name: 'west' }, total: { cores: 4 } })).toBe(
    'id     3\nname   -\nzone   west\ntotal  cores 4\n',
  )
})

test('an empty list shows its columns, or that there is nothing', () => {
  expect(formatTable('zones', [])).toBe('id  name  description\n')
  expect(formatTable('fabrics', [])).toBe('(none)\n')
})

test('a name cannot steer the terminal, nor a long one push the rest away', () => {
  const table = formatTable('zones', [
    { id: 1, name: '\u001b[2J\u202eevil', description: 'x'.repeat(500) },
  ])
  expect(table).not.toContain('\u001b')
  expect(table).not.toContain('\u202e')
  expect(table.split('\n')[1]?.length).toBeLessThan(90)
})

test('what is no list of things is printed as it is', () => {
  expect(formatTable('x', ['a', 'b'])).toBe('a\nb\n')
  expect(formatTable('x', 'on')).toBe('on\n')
  expect(formatTable('constructor', [{ a: 1 }])).toBe('a\n1\n')
})
