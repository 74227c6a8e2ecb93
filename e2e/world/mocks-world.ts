import type { Page } from '@playwright/test'
import type { Fault, World } from './world.ts'

export const mocksUrl = 'http://127.0.0.1:5253/MAAS/'

export type MockSeed = 'setup' | 'empty' | 'default' | 'full'

/** Chooses what the mocked server holds; before the first page is opened. */
export async function seedMocks(page: Page, seed: MockSeed): Promise<void> {
  await page.addInitScript((name) => {
    // Once per tab: a reload keeps what the spec made.
    if (!localStorage.getItem('podyard-mock-seed')) localStorage.setItem('podyard-mock-seed', name)
  }, seed)
}

const failingHosts: Record<Fault, string> = {
  'wrong password': 'wrong-password.example',
  'unknown host': 'no-such-host.example',
  'closed port': 'closed-port.example',
  'refused key': 'key-refused.example',
  'user outside group libvirt': 'outsider.example',
  'stopped libvirtd': 'stopped-libvirtd.example',
  'changed host key': 'changed-key.example',
}

export function createMocksWorld(): World {
  return {
    peer: 'mocks',
    url: mocksUrl,
    admin: { username: 'admin', password: 'podyard-demo' },
    hosts: {
      byKey: { address: 'qemu+ssh://ubuntu@kvm-a.example/system' },
      byPassword: {
        address: 'qemu+ssh://ubuntu@kvm-b.example/system',
        password: 'never seen again',
      },
    },
    broken: async (fault) => ({
      address: `qemu+ssh://ubuntu@${failingHosts[fault]}/system`,
      ...(fault === 'wrong password' ? { password: 'wrong' } : {}),
    }),
  }
}
