import { describe, expect, it } from 'vitest'
import { decode } from '../xdr/codec.ts'
import { ErrorCode } from './error-codes.ts'
import { LibvirtError, remoteError } from './libvirt-error.ts'

describe('LibvirtError', () => {
  // What libvirtd 9.0.0 sends when it is asked for a domain that is not there.
  const bytes = [
    '0000002a', // code 42
    '0000000c', // domain 12
    '00000001 00000010 446f6d61696e206e6f7420666f756e64', // "Domain not found"
    '00000002', // level 2
    '00000000', // no domain
    '00000001 00000010 446f6d61696e206e6f7420666f756e64', // str1
    '00000000 00000000', // no str2, no str3
    'ffffffff ffffffff', // int1, int2
    '00000000', // no network
  ]
  const hex = bytes.join('').replaceAll(' ', '')
  const wire = decode(remoteError, Buffer.from(hex, 'hex'))

  it('carries what a real host said', () => {
    expect(new LibvirtError('domainLookupByName', wire)).toMatchObject({
      message: 'Domain not found',
      code: ErrorCode.VIR_ERR_NO_DOMAIN,
      codeName: 'VIR_ERR_NO_DOMAIN',
      domain: 'VIR_FROM_TEST',
      level: 'error',
      procedure: 'domainLookupByName',
    })
  })

  it('keeps the number of a code that only newer hosts know', () => {
    const error = new LibvirtError('x', { ...wire, code: 9_999, domain: 9_999, message: null })
    expect(error).toMatchObject({ code: 9_999, codeName: undefined })
    expect(error).toMatchObject({ domainCode: 9_999, domain: undefined })
    expect(error.message).not.toBe('')
  })
})

describe('ErrorCode', () => {
  it.each([
    ['VIR_ERR_INTERNAL_ERROR', 1],
    ['VIR_ERR_SYSTEM_ERROR', 38],
    ['VIR_ERR_RPC', 39],
    ['VIR_ERR_NO_DOMAIN', 42],
    ['VIR_ERR_NO_STORAGE_POOL', 49],
    ['VIR_ERR_NO_STORAGE_VOL', 50],
    ['VIR_ERR_OPERATION_INVALID', 55],
    ['VIR_ERR_AUTH_UNAVAILABLE', 94],
  ] as const)('%s is %i', (name, code) => {
    expect(ErrorCode[name]).toBe(code)
  })
})
