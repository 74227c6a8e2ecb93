import { useCallback, useEffect, useReducer, useRef } from 'react'
import type { Check } from '../../contract/check.ts'
import { ApiError } from '../../contract/client.ts'
import type { Problem } from '../../contract/problem.ts'
import { onCheck } from '../api/stream.ts'

export type Connecting = {
  operation_id: string
  trust: 'ask'
  host_key_fingerprint?: string
}

export type ConnectCall<T> = (
  connecting: Connecting,
  options: { signal: AbortSignal },
) => Promise<T>

/** How an attempt to reach a host stands. */
export type ConnectState =
  | { phase: 'idle' }
  /** Something is wrong with a field, and told there. */
  | { phase: 'refused'; error: ApiError }
  | { phase: 'running'; checks: Check[] }
  | { phase: 'cancelled' }
  | { phase: 'failed'; checks: Check[]; problem: Problem }

type Event =
  | { type: 'start' | 'reset' | 'cancel' }
  | { type: 'check'; check: Check }
  | { type: 'fail'; error: ApiError }

function reduce(state: ConnectState, event: Event): ConnectState {
  switch (event.type) {
    case 'start':
      return { phase: 'running', checks: [] }
    case 'reset':
      return { phase: 'idle' }
    case 'cancel':
      return { phase: 'cancelled' }
    case 'check':
      return state.phase === 'running'
        ? { phase: 'running', checks: withCheck(state.checks, event.check) }
        : state
    case 'fail':
      return failed(state, event.error)
  }
}

function failed(state: ConnectState, error: ApiError): ConnectState {
  const { problem } = error
  if (problem.field_errors) return { phase: 'refused', error }
  // The answer knows all steps; the stream may have missed one.
  const checks = problem.checks ?? (state.phase === 'running' ? state.checks : [])
  return { phase: 'failed', problem, checks }
}

const withCheck = (checks: Check[], check: Check) =>
  checks.some((each) => each.name === check.name)
    ? checks.map((each) => (each.name === check.name ? check : each))
    : [...checks, check]

/**
 * Runs calls that connect to a host, and follows their steps on the stream. `run` resolves with what the call
 * answered; undefined where it failed, which `state` then tells, or was cancelled.
 */
export function useConnect() {
  const [state, dispatch] = useReducer(reduce, { phase: 'idle' })
  const controllerRef = useRef<AbortController>(null)
  /** Host keys that were accepted here, by address: asked once, also when a later step fails. */
  const trusted = useRef(new Map<string, string>())

  // Whoever leaves the page does not wait for the host any longer.
  useEffect(() => () => controllerRef.current?.abort(), [])

  const run = useCallback(
    async <T>(address: string, call: ConnectCall<T>): Promise<T | undefined> => {
      const controller = new AbortController()
      controllerRef.current = controller
      const connecting = newConnecting(trusted.current.get(address))
      const stop = onCheck(connecting.operation_id, (check) => dispatch({ type: 'check', check }))
      dispatch({ type: 'start' })
      try {
        const answer = await call(connecting, { signal: controller.signal })
        dispatch({ type: 'reset' })
        return answer
      } catch (error) {
        if (controller.signal.aborted) return undefined
        if (!(error instanceof ApiError)) throw error
        dispatch({ type: 'fail', error })
        return undefined
      } finally {
        stop()
      }
    },
    [],
  )

  const trust = useCallback((address: string, fingerprint: string) => {
    trusted.current.set(address, fingerprint)
  }, [])

  const cancel = useCallback(() => {
    controllerRef.current?.abort()
    dispatch({ type: 'cancel' })
  }, [])

  const reset = useCallback(() => dispatch({ type: 'reset' }), [])

  return {
    state,
    running: state.phase === 'running',
    /** For the fields of a form. */
    refusal: state.phase === 'refused' ? state.error : null,
    run,
    trust,
    cancel,
    reset,
  }
}

const newConnecting = (fingerprint: string | undefined): Connecting => ({
  operation_id: newOperationId(),
  trust: 'ask',
  ...(fingerprint === undefined ? {} : { host_key_fingerprint: fingerprint }),
})

/** `crypto.randomUUID` exists on secure origins only; a server on the local network is often none. */
function newOperationId(): string {
  const bytes = crypto.getRandomValues(new Uint8Array(16))
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('')
}
