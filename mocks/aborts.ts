const header = 'x-mock-call'

export type SignalOf = (request: Request) => AbortSignal

/**
 * A service worker does not pass on that the page gave a request up. The page knows, and the mocked server lives
 * in the page: every request that can be given up carries a number under which its signal is found.
 */
export function watchAborts(): SignalOf {
  const signals = new Map<string, AbortSignal>()
  const original = globalThis.fetch
  let last = 0
  globalThis.fetch = async (input, init) => {
    if (!init?.signal) return original(input, init)
    last += 1
    const id = String(last)
    signals.set(id, init.signal)
    const headers = new Headers(init.headers)
    headers.set(header, id)
    try {
      return await original(input, { ...init, headers })
    } finally {
      signals.delete(id)
    }
  }
  return (request) => signals.get(request.headers.get(header) ?? '') ?? request.signal
}
