import { createHash, randomBytes, randomUUID } from 'node:crypto'
import { setImmediate as turn } from 'node:timers/promises'
import { buffer } from 'node:stream/consumers'
import { finished } from 'node:stream/promises'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import * as libvirt from '../index.ts'
import { peers } from './peers.ts'

const sha256 = (data: Uint8Array) => createHash('sha256').update(data).digest('hex')
const KiB = 1024
const data = randomBytes(3_000 * KiB + 77)

/** In pieces of odd sizes, none at all among them. */
function* piecesOf(bytes: Buffer) {
  const sizes = [1, 0, 65_536, 262_120, 262_121, 1_000_000]
  for (let start = 0, n = 0; start < bytes.length; n += 1) {
    const size = sizes[n % sizes.length] ?? 1
    yield bytes.subarray(start, start + size)
    start += size
  }
}

// The test driver keeps no volumes' contents, and says so.
for (const peer of peers.filter(({ domainType }) => domainType !== 'test')) {
  const note = peer.isHere ? '' : ': SKIPPED, no lab is running'
  describe.skipIf(!peer.isHere)(`${peer.name}${note}`, { timeout: 30_000 }, () => {
    const volumes: libvirt.StorageVol[] = []
    let connection: libvirt.Connection

    async function createVolume(bytes: number): Promise<libvirt.StorageVol> {
      const { call } = connection
      const pool = await call(libvirt.storagePoolLookupByName, { name: 'default' })
      const name = `spec-${randomUUID().slice(0, 8)}`
      const xml = `<volume><name>${name}</name><capacity>${bytes}</capacity></volume>`
      const vol = await call(libvirt.storageVolCreateXml, { pool, xml, flags: 0 })
      volumes.push(vol)
      return vol
    }

    async function download(vol: libvirt.StorageVol, offset = 0, length = 0): Promise<Buffer> {
      const args = { vol, offset, length, flags: 0 }
      const { stream } = await connection.openStream(libvirt.storageVolDownload, args)
      return buffer(stream)
    }

    beforeAll(async () => {
      connection = await peer.open()
    })
    afterAll(async () => {
      for (const vol of volumes) await connection.call(libvirt.storageVolDelete, { vol, flags: 0 })
      await connection.close()
    })

    it('keeps what is uploaded, byte by byte', async () => {
      const vol = await createVolume(data.length)
      const progress: number[] = []
      const source = piecesOf(data)
      const onProgress = (bytes: number) => progress.push(bytes)
      await libvirt.uploadVolume(connection, { vol, source, length: data.length, onProgress })
      expect(progress.at(-1)).toBe(data.length)
      expect(sha256(await download(vol))).toBe(sha256(data))
      expect(await download(vol, 1_000, 5)).toEqual(data.subarray(1_000, 1_005))
    })

    it('writes into the middle', async () => {
      const vol = await createVolume(4 * KiB)
      const source = [Buffer.alloc(4 * KiB, 'a')]
      await libvirt.uploadVolume(connection, { vol, source, length: 4 * KiB })
      const middle = { vol, source: [Buffer.from('middle')], length: 6, offset: 100 }
      await libvirt.uploadVolume(connection, middle)
      expect(String(await download(vol, 98, 10))).toBe('aamiddleaa')
    })

    it('moves many things at once', async () => {
      const parts = [data.subarray(0, 900_000), data.subarray(900_000, 1_000_001), data]
      const vols = await Promise.all(parts.map(({ length }) => createVolume(length)))
      const moved = Promise.all(
        vols.map(async (vol, n) => {
          const part = parts[n] ?? data
          const source = piecesOf(part)
          await libvirt.uploadVolume(connection, { vol, source, length: part.length })
          return sha256(await download(vol))
        }),
      )
      await connection.call(libvirt.connectGetLibVersion)
      expect(await moved).toEqual(parts.map(sha256))
    })

    it('tells of a source that is not as long as was promised', async () => {
      const vol = await createVolume(64 * KiB)
      const upload = (bytes: number) =>
        libvirt.uploadVolume(connection, { vol, source: [Buffer.alloc(bytes)], length: 10 })
      await expect(upload(9)).rejects.toMatchObject({ promised: 10, found: 9 })
      await expect(upload(11)).rejects.toMatchObject({ promised: 10, found: 11 })
      await connection.call(libvirt.connectGetLibVersion)
    })

    it('refuses more than was declared, by libvirt’s own code', async () => {
      const vol = await createVolume(64 * KiB)
      const args = { vol, offset: 0, length: 10, flags: 0 }
      const { stream } = await connection.openStream(libvirt.storageVolUpload, args)
      stream.end(Buffer.alloc(1_000))
      await expect(finished(stream)).rejects.toMatchObject({
        name: 'LibvirtError',
        codeName: 'VIR_ERR_SYSTEM_ERROR',
        procedure: 'storageVolUpload',
      })
      await connection.call(libvirt.connectGetLibVersion)
    })

    it('refuses a volume that is not there', async () => {
      const vol = await createVolume(KiB)
      const args = {
        vol: { ...vol, name: 'absent', key: '/absent' },
        offset: 0,
        length: 0,
        flags: 0,
      }
      await expect(connection.openStream(libvirt.storageVolDownload, args)).rejects.toMatchObject({
        codeName: 'VIR_ERR_NO_STORAGE_VOL',
      })
    })

    it('lets a download be given up, and stays usable', async () => {
      const vol = await createVolume(data.length)
      await libvirt.uploadVolume(connection, { vol, source: [data], length: data.length })
      for (let round = 0; round < 5; round += 1) {
        const args = { vol, offset: 0, length: 0, flags: 0 }
        const { stream } = await connection.openStream(libvirt.storageVolDownload, args)
        for await (const chunk of stream) {
          expect((chunk as Buffer).length).toBeGreaterThan(0)
          break
        }
        await connection.call(libvirt.connectGetLibVersion)
      }
      expect(sha256(await download(vol))).toBe(sha256(data))
    })

    it('lets an upload be called off', async () => {
      const vol = await createVolume(data.length)
      const controller = new AbortController()
      async function* endless() {
        for (;;) {
          yield data.subarray(0, 64 * KiB)
          await turn()
        }
      }
      const upload = libvirt.uploadVolume(connection, {
        vol,
        source: endless(),
        length: 2 ** 40,
        signal: controller.signal,
        onProgress: (bytes) => bytes > 256 * KiB && controller.abort(),
      })
      await expect(upload).rejects.toMatchObject({ name: 'AbortError' })
      await connection.call(libvirt.connectGetLibVersion)
    })

    it('opens no console of a machine that is off', async () => {
      const { call, openStream } = connection
      const name = `spec-${randomUUID().slice(0, 8)}`
      const dom = await call(libvirt.domainDefineXml, {
        xml: `<domain type='${peer.domainType === 'kvm' ? 'kvm' : 'qemu'}'><name>${name}</name>
          <memory unit='MiB'>64</memory><vcpu>1</vcpu><os><type arch='x86_64'>hvm</type></os>
          <devices><serial type='pty'/><console type='pty'/></devices></domain>`,
      })
      const open = () => openStream(libvirt.domainOpenConsole, { dom, devname: null, flags: 0 })
      await expect(open()).rejects.toMatchObject({ codeName: 'VIR_ERR_OPERATION_INVALID' })
      await call(libvirt.domainCreate, { dom })
      const { stream } = await open()
      stream.end('anybody there?\n')
      await buffer(stream)
      await call(libvirt.domainDestroy, { dom })
      await call(libvirt.domainUndefine, { dom })
    })
  })
}
