/** MAAS 3 calls pods VM hosts. Every operation of a pod is one of a VM host, by construction. */
import type { Endpoint } from '../endpoint.ts'
import { at } from '../root.ts'
import { podEndpoints } from './pods.ts'

type Pods = typeof podEndpoints

/** `podAddTag` -> `vmHostAddTag` */
export type VmHostName<N> = N extends `pod${infer Verb}` ? `vmHost${Verb}` : never

type VmHosts = {
  [N in keyof Pods as VmHostName<N>]: Omit<Pods[N], 'path' | 'handler'> & {
    path: string
    handler: 'VmHost' | 'VmHosts'
  }
}

export const vmHostName = <N extends string>(podName: N) =>
  podName.replace(/^pod/, 'vmHost') as VmHostName<N>

export const vmHostPath = (podPath: string) => podPath.replace(at('pods/'), at('vm-hosts/'))

export const vmHostEndpoints = Object.fromEntries(
  Object.entries<Endpoint>(podEndpoints).map(([name, endpoint]) => [
    vmHostName(name),
    {
      ...endpoint,
      path: vmHostPath(endpoint.path),
      handler: endpoint.handler === 'Pods' ? 'VmHosts' : 'VmHost',
      doc: endpoint.doc.replaceAll(/\bpod/g, 'VM host'),
    },
  ]),
) as unknown as VmHosts
