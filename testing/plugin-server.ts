import { createHash } from 'node:crypto';
import { Server, ServerCredentials, type ServiceDefinition, type UntypedHandleCall } from '@grpc/grpc-js';
import type { Root, Service, Type } from 'protobufjs';
import { AWS_IDENTIFIERS } from './aws-identifiers';
import { checkConfig } from './config-checks';
import { type DataSourceAnswers, knownDataSource, withKnown } from './data-sources';
import { type FakeContext, fakeValue } from './fake-values';
import { hasFilledBlocks, withFilledBlocks } from './filled-blocks';
import { decodeValue, encodeValue, isObject, isWhollyKnown, type Value, type ValueObject } from './msgpack-values';
import { applyResource, planResource, readDataSource } from './planning';
import { type PluginRequest, PROTOCOL_VERSION, pluginProtocol } from './plugin-protocol';
import { replacedBy } from './replacements';
import { encodeSchema } from './schema-on-the-wire';
import { type Block, EMPTY_BLOCK, type ProviderSchema } from './terraform-schema';

/** The account that everything offline belongs to, unless the provider allows another one. */
const OFFLINE_ACCOUNT = '123456789012';

/** What a provider block configures, as far as resources depend on it. */
interface ProviderSettings {
  readonly region: string;
  readonly accountId: string;
  readonly defaultTags: ValueObject;
}

const UNCONFIGURED: ProviderSettings = { region: 'us-east-1', accountId: OFFLINE_ACCOUNT, defaultTags: {} };

/** One provider, served to any number of Terraform processes on a port of the loopback interface. */
export class PluginServer {
  private readonly server = new Server({ 'grpc.max_send_message_length': -1, 'grpc.max_receive_message_length': -1 });
  /** Each alias of a provider dials its own connection, so the peer tells them apart. */
  private readonly settings = new Map<string, ProviderSettings>();
  private readonly schemaMessage: unknown;
  private port = 0;

  public constructor(
    private readonly schema: ProviderSchema,
    /** How often each seed was given, so that two equal resources get two ids. */
    private readonly seeds: Map<string, number>,
    private readonly answers: DataSourceAnswers = {},
  ) {
    const protocol = pluginProtocol();
    const service = protocol.lookupService('tfplugin6.Provider');
    this.schemaMessage = encodeSchema(schema);
    this.server.addService(serviceDefinition(protocol, service), this.handlers());
  }

  public async start(): Promise<void> {
    this.port = await new Promise<number>((resolve, reject) => {
      this.server.bindAsync('127.0.0.1:0', ServerCredentials.createInsecure(), (error, port) =>
        error === null ? resolve(port) : reject(error),
      );
    });
  }

  public stop(): void {
    this.server.forceShutdown();
  }

  /** One entry of `TF_REATTACH_PROVIDERS`; without `Test` Terraform would end this process when it is done. */
  public reattachment(): Record<string, unknown> {
    return {
      Protocol: 'grpc',
      ProtocolVersion: PROTOCOL_VERSION,
      Pid: process.pid,
      Test: true,
      Addr: { Network: 'tcp', String: `127.0.0.1:${this.port}` },
    };
  }

  private handlers(): Record<string, UntypedHandleCall> {
    const methods: Record<string, (request: PluginRequest, peer: string) => unknown> = {
      GetProviderSchema: () => this.schemaMessage,
      ValidateProviderConfig: ({ config }) => ({
        diagnostics: checkConfig('provider', this.schema.provider, decodeValue(config)),
      }),
      ValidateResourceConfig: ({ typeName = '', config }) => ({
        diagnostics: checkConfig(typeName, this.resource(typeName), decodeValue(config)),
      }),
      ValidateDataResourceConfig: ({ typeName = '', config }) => ({
        diagnostics: checkConfig(typeName, this.dataSource(typeName), decodeValue(config)),
      }),
      ConfigureProvider: ({ config }, peer) => this.configure(decodeValue(config), peer),
      // The state was written with the same schema, so what Terraform stored is what it may read.
      UpgradeResourceState: ({ rawState }) => ({ upgradedState: { json: rawState?.json } }),
      ReadResource: ({ currentState, private: kept }) => ({ newState: currentState, private: kept }),
      PlanResourceChange: (request, peer) => this.plan(request, peer),
      ApplyResourceChange: (request, peer) => this.apply(request, peer),
      ImportResourceState: ({ typeName = '', id = '' }) => this.importState(typeName, id),
      ReadDataSource: (request, peer) => this.read(request, peer),
      StopProvider: () => ({}),
    };
    return Object.fromEntries(
      Object.entries(methods).map(([name, answer]) => {
        const handle: UntypedHandleCall = (
          call: { request: PluginRequest; getPeer(): string },
          reply: (error: Error | null, response?: unknown) => void,
        ) => {
          try {
            reply(null, answer(call.request, call.getPeer()));
          } catch (error) {
            reply(error instanceof Error ? error : new Error(String(error)));
          }
        };
        return [name, handle];
      }),
    );
  }

  private resource(type: string): Block {
    return this.schema.resources[type] ?? EMPTY_BLOCK;
  }

  private dataSource(type: string): Block {
    return this.schema.dataSources[type] ?? EMPTY_BLOCK;
  }

  private configure(config: Value, peer: string): unknown {
    if (!isObject(config)) return {};
    const [account] = Array.isArray(config.allowed_account_ids) ? config.allowed_account_ids : [];
    const [tags] = Array.isArray(config.default_tags) ? config.default_tags : [];
    this.settings.set(peer, {
      region: typeof config.region === 'string' ? config.region : UNCONFIGURED.region,
      accountId: typeof account === 'string' ? account : OFFLINE_ACCOUNT,
      defaultTags: isObject(tags) && isObject(tags.tags) ? tags.tags : {},
    });
    return {};
  }

  private plan({ typeName = '', priorState, proposedNewState, config }: PluginRequest, peer: string): unknown {
    const block = this.resource(typeName);
    const prior = decodeValue(priorState);
    const tagged = this.withDefaultTags(block, decodeValue(proposedNewState), decodeValue(config), peer);
    const proposed = withFilledBlocks(typeName, block, prior, tagged);
    return {
      plannedState: encodeValue(planResource(block, prior, proposed)),
      // The AWS provider declares it too, for just this: a block in the plan that is not in the configuration.
      legacyTypeSystem: hasFilledBlocks(typeName),
      // Terraform then asks again as for a new resource.
      requiresReplace: replacedBy(typeName, prior, proposed).map((name) => ({ steps: [{ attributeName: name }] })),
    };
  }

  /** The AWS provider plans `tags_all` as its default tags with the resource's own on top. */
  private withDefaultTags(block: Block, proposed: Value, config: Value, peer: string): Value {
    if (!isObject(proposed) || !isObject(config) || block.attributes.tags_all === undefined) return proposed;
    const own = config.tags ?? {};
    if (!isObject(own) || (config.tags_all ?? null) !== null) return proposed;
    const { defaultTags } = this.settings.get(peer) ?? UNCONFIGURED;
    return { ...proposed, tags_all: { ...defaultTags, ...own } };
  }

  private apply({ typeName = '', priorState, plannedState }: PluginRequest, peer: string): unknown {
    const planned = decodeValue(plannedState);
    if (!isObject(planned)) return { newState: encodeValue(null) };
    const prior = decodeValue(priorState);
    const context = this.context(typeName, planned, peer, prior === null);
    const filled = applyResource(this.resource(typeName), planned, (_, attribute, path) =>
      fakeValue(attribute, path, context),
    );
    return { newState: encodeValue(filled), legacyTypeSystem: hasFilledBlocks(typeName) };
  }

  private read({ typeName = '', config }: PluginRequest, peer: string): unknown {
    const asked = decodeValue(config);
    if (!isObject(asked)) return { state: encodeValue(null) };
    const context = this.context(typeName, asked, peer, false);
    const found = withKnown(asked, knownDataSource(context, this.answers));
    return {
      state: encodeValue(
        readDataSource(this.dataSource(typeName), found, (_, attribute, path) => fakeValue(attribute, path, context)),
      ),
    };
  }

  private importState(typeName: string, id: string): unknown {
    const block = this.resource(typeName);
    const names = Object.keys(block.attributes);
    const blocks = Object.entries(block.blocks).map(([name, { nesting }]): [string, Value] => [
      name,
      nesting === 'single' ? null : [],
    ]);
    const state = Object.fromEntries([
      ...names.map((name): [string, Value] => [name, name === 'id' ? id : null]),
      ...blocks,
    ]);
    return { importedResources: [{ typeName, state: encodeValue(state) }] };
  }

  private context(type: string, values: ValueObject, peer: string, created: boolean): FakeContext {
    const { region, accountId } = this.settings.get(peer) ?? UNCONFIGURED;
    const own = typeof values.region === 'string' ? values.region : region;
    return { type, values, region: own, accountId, seed: this.seed(type, values, created) };
  }

  /** Made of what is configured, so that a run is repeatable; a counter tells equal resources apart. */
  private seed(type: string, values: ValueObject, created: boolean): string {
    // What is unique by name is the same thing to a resource and to the data source that finds it.
    const name = values[AWS_IDENTIFIERS[type]?.idFrom ?? ''];
    const known = Object.entries(values).filter(([, value]) => value !== null && isWhollyKnown(value));
    const parts = [type, typeof name === 'string' ? name : known];
    const text = JSON.stringify(parts, (_, value) => (typeof value === 'bigint' ? String(value) : value));
    const seed = createHash('sha256').update(text).digest('hex');
    if (!created) return seed;
    const count = (this.seeds.get(seed) ?? 0) + 1;
    this.seeds.set(seed, count);
    return count === 1 ? seed : `${seed}-${count}`;
  }
}

function serviceDefinition(protocol: Root, service: Service): ServiceDefinition {
  return Object.fromEntries(
    service.methodsArray.map((method) => {
      const request = protocol.lookupType(`tfplugin6.${method.requestType}`);
      const response = protocol.lookupType(`tfplugin6.${method.responseType}`);
      return [method.name, methodDefinition(method.name, request, response)];
    }),
  );
}

function methodDefinition(name: string, request: Type, response: Type): ServiceDefinition[string] {
  return {
    path: `/tfplugin6.Provider/${name}`,
    requestStream: false,
    responseStream: false,
    requestSerialize: (message: Record<string, unknown>) =>
      Buffer.from(request.encode(request.fromObject(message)).finish()),
    requestDeserialize: (bytes: Buffer) => request.toObject(request.decode(bytes)),
    responseSerialize: (message: Record<string, unknown>) =>
      Buffer.from(response.encode(response.fromObject(message)).finish()),
    responseDeserialize: (bytes: Buffer) => response.toObject(response.decode(bytes)),
  };
}
