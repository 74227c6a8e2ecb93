import { describe, expect, test } from 'vitest'
import { run } from './lab/processes.ts'

const url = process.env['PODYARD_TEST_POSTGRES']

describe.skipIf(!url)('PostgreSQL fixture', () => {
  test('answers, in UTF-8', async () => {
    expect(await run('psql', ['-qXAtc', 'SHOW server_encoding', url ?? ''])).toBe('UTF8\n')
  })
})
