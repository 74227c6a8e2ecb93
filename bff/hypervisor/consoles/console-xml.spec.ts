import { describe, expect, test } from 'vitest'
import { documents } from '../testing/documents.ts'
import { readConsoleXml, vncServer } from './console-xml.ts'
import { isWithinReach } from './serial-log.ts'

const domain = (devices: string) =>
  `<domain type='kvm'><name>vm</name><metadata><x><devices><graphics type='vnc'/></devices></x></metadata>
    <devices>${devices}</devices></domain>`
const vnc = (attributes: string, listen = '') =>
  vncServer(readConsoleXml(domain(`<graphics type='vnc' ${attributes}>${listen}</graphics>`)))

test('a running machine’s own document', () => {
  const document = readConsoleXml(documents.running)
  expect(document).toMatchObject({ name: 'web-01', serialType: 'pty', serialLog: null })
  expect(vncServer(document)).toEqual({
    target: { host: '127.0.0.1', port: 5900 },
    listen: '127.0.0.1',
    password: null,
  })
})

describe('a VNC server is gone to on the host’s own loopback address alone', () => {
  test.each([
    ["port='5901' listen='127.0.0.1'", '', { host: '127.0.0.1', port: 5901 }],
    ["port='5901' listen='0.0.0.0'", '', { host: '127.0.0.1', port: 5901 }],
    ["port='5901' listen='::'", '', { host: '::1', port: 5901 }],
    ["port='5901'", "<listen type='address' address='::1'/>", { host: '::1', port: 5901 }],
    ["port='5901'", "<listen type='network' network='lan' address='192.0.2.7'/>", null],
    ["port='5901' listen='192.0.2.7'", '', null],
    ["port='5901' listen='127.0.0.1.evil.test'", '', null],
    ["port='-1' listen='127.0.0.1'", '', null],
    ["port='70000' listen='127.0.0.1'", '', null],
    ["port='5901'", "<listen type='none'/>", null],
    ['', "<listen type='socket' socket='/run/vm.sock'/>", { socketPath: '/run/vm.sock' }],
    ['', "<listen type='socket' socket='run/vm.sock'/>", null],
  ])('%s %s', (attributes, listen, target) => {
    expect(vnc(attributes, listen)?.target).toEqual(target)
  })
})

test('of two servers the one that is reached counts; metadata has none', () => {
  const two = domain(
    "<graphics type='vnc' port='5900' listen='192.0.2.7'/><graphics type='vnc' port='5901' listen='127.0.0.1' passwd='p&amp;q'/>",
  )
  expect(vncServer(readConsoleXml(two))).toMatchObject({ target: { port: 5901 }, password: 'p&q' })
  expect(vncServer(readConsoleXml(domain("<graphics type='spice' port='5900'/>")))).toBeNull()
})

test('the first serial port counts, else the first console', () => {
  const of = (devices: string) => {
    const { serialType, serialLog } = readConsoleXml(domain(devices))
    return [serialType, serialLog]
  }
  expect(of('')).toEqual([null, null])
  expect(of("<console type='pty'><log file='/a'/></console>")).toEqual(['pty', '/a'])
  const two = "<serial type='tcp'/><serial type='pty'><log file='/b'/></serial>"
  expect(of(`${two}<console type='pty'><log file='/b'/></console>`)).toEqual(['tcp', null])
})

test.each([
  ['/var/log/libvirt/qemu/vm-serial0.log', true],
  ['/var/log/libvirt/qemu/name with blanks.log', true],
  ['/var/log/libvirt/../shadow', false],
  ['/var/log/libvirt/qemu/../../../../etc/shadow', false],
  ['/var/log/libvirtual/x.log', false],
  ["/var/log/libvirt/<a>'/x.log", false],
  ['/etc/shadow', false],
  ['vm.log', false],
])('%s is within reach: %s', (path, reach) => {
  expect(isWithinReach(path)).toBe(reach)
})
