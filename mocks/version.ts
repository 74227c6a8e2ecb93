import type { HandlersOf } from './handler.ts'

/** Podyard's own key. */
export const ownKey = {
  algorithm: 'ssh-ed25519',
  public_key:
    'ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIKq3x0f7mB1n8uWc5Zr2dVtEo4hYpSjQ9LgXyUaNiRtM podyard@yard.example',
  fingerprint: 'SHA256:u0PqkYt2mWn4xVb7Lr9sDfGhJk3aZcXvBnMq1wErTyU',
}

export const versionHandlers: HandlersOf<'version' | 'sshKey'> = {
  versionRead: () => ({
    version: '2.5.0',
    subversion: 'podyard-0.1.0',
    capabilities: ['authenticate-api'],
  }),
  sshKeyRead: () => ownKey,
}
