import { expect, it } from 'vitest'
import { withDefaults } from './with-defaults.ts'

it('takes the default for what is absent, or undefined, and nothing else', () => {
  const defaults = { dns: 1, tcp: 2, tls: 3 }
  expect(withDefaults(defaults, { dns: undefined, tcp: 0 })).toEqual({ dns: 1, tcp: 0, tls: 3 })
  expect(withDefaults(defaults, undefined)).toEqual(defaults)
})
