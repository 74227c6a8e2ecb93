/** `./x lab`, or `node scripts/lab/main.ts [FILE]`: runs the lab until Ctrl+C; describes it in FILE. */
import { copyFile, rm } from 'node:fs/promises'
import { startLab, whyNoLab } from './lab.ts'

const copyPath = process.argv[2]
const why = await whyNoLab()
if (why !== undefined) {
  console.error(`The lab cannot run here: ${why}.`)
  process.exit(1)
}

const startedAt = performance.now()
const lab = await startLab()
if (copyPath !== undefined) await copyFile(lab.descriptionPath, copyPath)

const seconds = ((performance.now() - startedAt) / 1000).toFixed(1)
console.log(`The lab is up (${seconds} s). Its description: ${copyPath ?? lab.descriptionPath}\n`)
for (const door of lab.ssh) {
  console.log(`  ${door.name.padEnd(21)} ${door.user}@${door.host}:${door.port}  ${door.note}`)
  console.log(`  ${''.padEnd(21)} ${door.hostKeyFingerprint}`)
}
const { kvmadmin, outsider } = lab.people
console.log(`
  key       ${lab.privateKeyPath}
  people    ${kvmadmin.user} / ${kvmadmin.password} (may use libvirt), ${outsider.user} / ${outsider.password} (may not)
  alpha     virsh -c '${lab.hosts.alpha.virshUri}'
  beta      virsh -c '${lab.hosts.beta.virshUri}'
  tests     PODYARD_LAB=${copyPath ?? lab.descriptionPath} npx vitest run

Ctrl+C ends it.`)

// Something must keep this process running: the hosts do not.
const keeper = setInterval(() => undefined, 1 << 30)
await new Promise<void>((resolve) => {
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const)
    process.once(signal, () => resolve())
})
clearInterval(keeper)
await lab.stop()
if (copyPath !== undefined) await rm(copyPath, { force: true })
