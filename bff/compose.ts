/** Puts the server together: every part is made here and handed to those that need it. */
import type { FastifyInstance } from 'fastify'
import { hostname } from 'node:os'
import packageJson from '../package.json' with { type: 'json' }
import { createApp } from './app.ts'
import type { Clock } from './clock.ts'
import type { Config } from './config.ts'
import { createFleet } from './fleet/fleet.ts'
import { createRecorder } from './fleet/recorder.ts'
import type { Handlers } from './handlers.ts'
import { createAuthenticate } from './http/authenticate.ts'
import { createLibvirtHypervisor } from './hypervisor/libvirt-hypervisor.ts'
import type { Log } from './log.ts'
import { createProgress } from './progress.ts'
import { capacityRoutes } from './routes/capacity.ts'
import { apiKeyRoutes } from './routes/api-keys.ts'
import { consoleRoutes } from './routes/consoles.ts'
import { eventRoutes } from './routes/events.ts'
import { machinePageRoutes } from './routes/machine-pages.ts'
import { machineRoutes } from './routes/machines.ts'
import { metricsRoutes } from './routes/metrics.ts'
import { networkRoutes } from './routes/networks.ts'
import { podRoutes } from './routes/pods.ts'
import { resourcePoolRoutes } from './routes/resource-pools.ts'
import { sessionRoutes } from './routes/sessions.ts'
import { smallRoutes } from './routes/small.ts'
import { storageRoutes } from './routes/storage.ts'
import { tagRoutes } from './routes/tags.ts'
import { transferRoutes } from './routes/transfer.ts'
import { userRoutes } from './routes/users.ts'
import { vmHostRoutes } from './routes/vm-hosts.ts'
import { zoneRoutes } from './routes/zones.ts'
import { checkKey, openSecrets } from './secrets.ts'
import { createLeftovers } from './services/leftovers.ts'
import { createApiKeyService } from './services/api-keys.ts'
import { createConsoleService } from './services/consoles.ts'
import { createDriftWatch } from './services/drift-watch.ts'
import { createBearerVerifier, createOauthVerifier } from './services/oauth.ts'
import { createPrometheusText } from './services/prometheus.ts'
import { createSessionService } from './services/sessions.ts'
import { createSetupService } from './services/setup.ts'
import { endInterrupted } from './services/machine-abort.ts'
import { createMachineJobs } from './services/machine-jobs.ts'
import { loadSshKey } from './services/ssh-key.ts'
import { createUserService } from './services/users.ts'
import { lockFolder } from './store/lock.ts'
import { openStore, type Store } from './store/store.ts'

export const { version } = packageJson

export type Server = {
  app: FastifyInstance
  store: Store
  /** Of the setup link; undefined once there is a user. Asking makes the one before worthless. */
  newSetupToken: () => Promise<string | undefined>
  /** Connects to the hosts. */
  start: () => Promise<void>
  /** Ends requests, streams and connections, in this order. */
  close: () => Promise<void>
}

export type ServerOptions = { log: Log; clock: Clock; webDir?: string | undefined }

/** Rejects with a message for the admin when the folder, the key or the database cannot be used. */
export async function createServer(config: Config, options: ServerOptions): Promise<Server> {
  const { log, clock } = options
  const lock = 'dataDir' in config.store ? lockFolder(config.dataDir) : undefined
  const { store, secrets } = await openState(config, clock, log)

  const progress = createProgress()
  const sessions = createSessionService(store, clock)
  const setup = createSetupService(store, sessions)
  const sshKey = await loadSshKey(store.settings, secrets, hostname())

  const hypervisor = createLibvirtHypervisor({
    privateKey: sshKey.privateKey,
    socketPath: config.libvirtSocket,
    allowTestDriver: config.allowTestDriver,
  })
  const recorder = createRecorder({ store, clock, log })
  const driftWatch = createDriftWatch({ store, log })
  const fleet = createFleet({ store, hypervisor, secrets, clock, log, sampled: recorder.offer })
  const jobs = createMachineJobs((error) => log.error({ err: error }, 'work on a machine failed'))

  const consoles = createConsoleService({ store, fleet, clock })
  const leftovers = createLeftovers({ store, fleet, clock, log })

  const pods = podRoutes({ store, fleet, secrets, clock, progress })
  const made = {
    ...zoneRoutes(store),
    ...resourcePoolRoutes(store),
    ...tagRoutes(store),
    ...pods,
    ...machineRoutes({ store, fleet, secrets, clock, jobs }),
    ...machinePageRoutes(store),
  }
  const handlers: Handlers = {
    ...made,
    ...eventRoutes(store),
    ...userRoutes(createUserService(store)),
    ...apiKeyRoutes(createApiKeyService({ store, secrets, clock }, sessions)),
    ...sessionRoutes(store, sessions, setup),
    ...smallRoutes(version, sshKey.shown),
    ...storageRoutes({ store, fleet }),
    ...networkRoutes({ store, fleet }),
    ...vmHostRoutes(pods),
    ...capacityRoutes(store),
    ...consoleRoutes({ store, fleet }, consoles),
    ...metricsRoutes({ store, clock }),
    ...transferRoutes({ store, secrets, make: made }),
  }
  const verifyOauth = createOauthVerifier(store, secrets, clock)
  const app = await createApp({
    handlers,
    authenticate: createAuthenticate(sessions, verifyOauth),
    stream: { changes: store.changes, progress, isAlive: sessions.isAlive },
    consoles: { consoles, changes: store.changes },
    prometheus: {
      text: await createPrometheusText(store),
      verifyBearer: createBearerVerifier(verifyOauth, clock),
      openOnLoopback: config.metricsOnLoopback,
    },
    ready: store.version,
    webDir: options.webDir,
    trustProxy: config.trustProxy,
    logger: log,
  })

  return {
    app,
    store,
    newSetupToken: setup.newSetupToken,
    start: async () => {
      recorder.start()
      driftWatch.start()
      // Another replica may still be at it.
      if (lock) await endInterrupted(store)
      await leftovers.start()
      await fleet.start()
    },
    close: async () => {
      await app.close()
      await leftovers.stop()
      await driftWatch.stop()
      await recorder.stop()
      await jobs.stop()
      await fleet.stop()
      await store.close()
      lock?.release()
    },
  }
}

/** Store and secrets that fit each other; what commands on the server itself need too. */
export async function openState(config: Config, clock: Clock, log: Log) {
  const secrets = openSecrets(config.keyFile)
  const store = await openStore(config.store, clock, (error) =>
    log.error({ err: error }, 'the change feed cannot be read'),
  )
  try {
    await checkKey(secrets, store.settings, config.keyFile)
  } catch (error) {
    await store.close()
    throw error
  }
  return { store, secrets }
}
