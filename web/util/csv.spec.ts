import { expect, test } from 'vitest'
import { toCsv } from './csv.ts'

test('quotes what needs quoting and leaves unknown cells empty', () => {
  expect(
    toCsv(
      ['Name', 'Cores'],
      [
        ['a "big", host', -2],
        ['b', null],
      ],
    ),
  ).toBe('Name,Cores\r\n"a ""big"", host",-2\r\nb,\r\n')
})

test('text that a spreadsheet would run is kept as text', () => {
  expect(toCsv(['Name'], [['=1+1'], ['-x']])).toBe("Name\r\n'=1+1\r\n'-x\r\n")
})
