/** A socket before libvirtd's, which lets single hosts fall silent: all of them live in one libvirtd. */
import { createConnection, createServer, type Socket } from 'node:net'
import { once } from 'node:events'

export type Gate = {
  socket: string
  /** From now on nothing comes back from the host of this address, to old connections and to new ones. */
  silence: (address: string) => void
  close: () => void
}

export async function openGate(socket: string, behind: string): Promise<Gate> {
  const silent = new Set<string>()
  const pairs = new Map<Socket, { far: Socket; address: string | undefined }>()

  const server = createServer((near) => {
    const far = createConnection(behind)
    const pair = { far, address: undefined as string | undefined }
    pairs.set(near, pair)
    const isSilent = () => pair.address !== undefined && silent.has(pair.address)
    near.on('data', (bytes) => {
      // Each connection says once which host it is for.
      pair.address ??= /test:\/\/[^\0]+\.xml/.exec(bytes.toString('latin1'))?.[0]
      if (!isSilent()) far.write(bytes)
    })
    far.on('data', (bytes) => {
      if (!isSilent()) near.write(bytes)
    })
    const end = () => {
      pairs.delete(near)
      near.destroy()
      far.destroy()
    }
    for (const each of [near, far]) each.on('error', end).on('close', end)
  })
  server.listen(socket)
  await once(server, 'listening')

  return {
    socket,
    silence: (address) => silent.add(address),
    close: () => {
      server.close()
      for (const [near, { far }] of pairs) {
        near.destroy()
        far.destroy()
      }
    },
  }
}
