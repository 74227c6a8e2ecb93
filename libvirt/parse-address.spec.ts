import { describe, expect, it } from 'vitest'
import { parseLibvirtUri } from './parse-address.ts'

const ssh = (host: string, rest: object = {}) => ({
  transport: 'ssh',
  uri: 'qemu:///system',
  user: undefined,
  host,
  port: 22,
  ...rest,
})

const listening = (transport: string, host: string, port: number) => ({
  transport,
  uri: 'qemu:///system',
  host,
  port,
})

describe('parseLibvirtUri', () => {
  it.each([
    ['qemu:///system', { transport: 'unix', uri: 'qemu:///system' }],
    ['QEMU:///system', { transport: 'unix', uri: 'qemu:///system' }],
    ['test:///default', { transport: 'unix', uri: 'test:///default' }],
    ['test:///srv/node-1.xml', { transport: 'unix', uri: 'test:///srv/node-1.xml' }],
    ['qemu+ssh://kvm1/system', ssh('kvm1')],
    ['qemu+ssh://ubuntu@kvm1.example.org/system', ssh('kvm1.example.org', { user: 'ubuntu' })],
    ['qemu+ssh://KVM1.Example.org./system', ssh('kvm1.example.org.')],
    ['qemu+ssh://root@10.0.0.2:2222/system', ssh('10.0.0.2', { user: 'root', port: 2222 })],
    ['qemu+ssh://[2001:DB8::1]/system', ssh('2001:db8::1')],
    ['qemu+ssh://a.b-c_d@[::1]:22022/system', ssh('::1', { user: 'a.b-c_d', port: 22_022 })],
    ['qemu+tls://KVM1.example.org/system', listening('tls', 'kvm1.example.org', 16_514)],
    ['qemu+tls://[2001:db8::1]:443/system', listening('tls', '2001:db8::1', 443)],
  ])('reads %s', (text, address) => {
    expect(parseLibvirtUri(text)).toEqual(address)
  })

  it.each([
    ['', 'empty'],
    ['kvm1', 'no_scheme'],
    [' qemu:///system', 'no_scheme'],
    ['ssh://kvm1/system', 'unknown_scheme'],
    ['xen:///system', 'unknown_scheme'],
    ['qemu+tcp://kvm1/system', 'unsupported_transport'],
    ['qemu+tls://root@kvm1/system', 'user_not_allowed'],
    ['qemu+tls://root:secret@kvm1/system', 'password_not_allowed'],
    ['qemu+tls://kvm1/system?no_verify=1', 'query_not_allowed'],
    ['qemu+tls://kvm1/session', 'bad_path'],
    ['qemu+tls:///system', 'host_missing'],
    ['qemu+tls://[fe80::1%25eth0]/system', 'bad_host'],
    ['qemu+tls://kvm1:0/system', 'bad_port'],
    ['qemu+libssh2://kvm1/system', 'unsupported_transport'],
    ['qemu+ssh://kvm1/system?no_verify=1', 'query_not_allowed'],
    ['qemu:///system?socket=/tmp/s', 'query_not_allowed'],
    ['qemu+ssh://kvm1/system#x', 'query_not_allowed'],
    ['qemu+ssh://kvm1/session', 'bad_path'],
    ['qemu+ssh://kvm1', 'bad_path'],
    ['qemu+ssh://kvm1/system/', 'bad_path'],
    ['qemu:///session', 'bad_path'],
    ['test:///', 'bad_path'],
    ['test:///../etc/shadow', 'bad_path'],
    ['test:///a b', 'bad_path'],
    ['qemu://kvm1/system', 'host_not_allowed'],
    ['test://kvm1/default', 'host_not_allowed'],
    ['qemu+ssh:///system', 'host_missing'],
    ['qemu+ssh://@kvm1/system', 'bad_user'],
    ['qemu+ssh://-oProxyCommand=x@kvm1/system', 'bad_user'],
    ['qemu+ssh://a;b@kvm1/system', 'bad_user'],
    ['qemu+ssh://a$(id)@kvm1/system', 'bad_user'],
    ['qemu+ssh://a@b@kvm1/system', 'bad_user'],
    ['qemu+ssh://root:secret@kvm1/system', 'password_not_allowed'],
    ['qemu+ssh://-oProxyCommand=x/system', 'bad_host'],
    ['qemu+ssh://kvm1;id/system', 'bad_host'],
    ['qemu+ssh://kvm 1/system', 'bad_host'],
    ['qemu+ssh://`id`/system', 'bad_host'],
    ['qemu+ssh://10.0.0.256/system', 'bad_host'],
    ['qemu+ssh://[10.0.0.1]/system', 'bad_host'],
    ['qemu+ssh://[fe80::1%25eth0]/system', 'bad_host'],
    ['qemu+ssh://2001:db8::1/system', 'bad_host'],
    ['qemu+ssh://a..b/system', 'bad_host'],
    [`qemu+ssh://${'a'.repeat(64)}/system`, 'bad_host'],
    ['qemu+ssh://kvm1:0/system', 'bad_port'],
    ['qemu+ssh://kvm1:65536/system', 'bad_port'],
    ['qemu+ssh://kvm1:/system', 'bad_port'],
    ['qemu+ssh://kvm1:22x/system', 'bad_port'],
  ])('refuses "%s": %s', (text, code) => {
    expect(() => parseLibvirtUri(text)).toThrow(
      expect.objectContaining({ name: 'AddressError', code }),
    )
  })

  it.each([
    'qemu://joe:secret@kvm1/system',
    'test://joe:secret@kvm1/default',
    'qemu+ssh://joe:a/secret@kvm1/system',
    'qemu+ssh://joe:a?secret@kvm1/system',
    'qemu+ssh://joe:a#secret@kvm1/system',
    'qemu+ssh://joe:a:secret@kvm1/system',
    'qemu+ssh://:secret@kvm1/system',
    'qemu+ssh://joe@corp:secret@kvm1/system',
    'xen+ssh://joe:secret@kvm1/system',
  ])('never repeats a password: %s', (text) => {
    const parse = () => parseLibvirtUri(text)
    expect(parse).toThrow(expect.objectContaining({ code: 'password_not_allowed' }))
    expect(parse).not.toThrow('secret')
  })

  it('gives up a long text with a line break in it at once', () => {
    const text = `qemu://${'a'.repeat(20_000)}?\n`
    const before = performance.now()
    expect(() => parseLibvirtUri(text)).toThrow(
      expect.objectContaining({ name: 'AddressError', code: 'query_not_allowed' }),
    )
    // Sought from every pair of places, the line break would take minutes.
    expect(performance.now() - before).toBeLessThan(1_000)
  })

  it('reads what is not encrypted only for who names it', () => {
    const address = parseLibvirtUri('qemu+tcp://kvm1/system', { transports: ['tcp'] })
    expect(address).toEqual(listening('tcp', 'kvm1', 16_509))
    expect(() => parseLibvirtUri('qemu+tcp://a@kvm1/system', { transports: ['tcp'] })).toThrow(
      expect.objectContaining({ code: 'user_not_allowed' }),
    )
  })

  it.each([
    ['qemu+tls://kvm1/system', '"tls" is not supported, only ssh.'],
    ['qemu+tls://anything at all', '"tls" is not supported, only ssh.'],
    ['qemu+tcp://kvm1/system', '"tcp" is not supported, only ssh.'],
  ])('refuses %s where it is not among the allowed', (text, message) => {
    expect(() => parseLibvirtUri(text, { transports: ['unix', 'ssh'] })).toThrow(
      expect.objectContaining({ code: 'unsupported_transport', message }),
    )
  })

  it('refuses this machine where only others are allowed', () => {
    expect(() => parseLibvirtUri('qemu:///system', { transports: ['ssh'] })).toThrow(
      expect.objectContaining({ code: 'unsupported_transport' }),
    )
  })
})
