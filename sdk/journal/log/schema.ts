import type { Message } from './protobuf.ts';

/**
 * The messages of the client's transaction log that Taffrail reads, by field number.
 * Source: the client's wandb_internal.proto, wandb_base.proto and wandb_telemetry.proto (client 0.31.0; older clients
 * use the same numbers); protocol section 11.3. Numbers that are not listed are skipped.
 */
const text = (name: string) => ({ name, type: 'string' }) as const;
const texts = (name: string) => ({ name, type: 'string', isRepeated: true }) as const;
const whole = (name: string) => ({ name, type: 'int64' }) as const;
/** 64 bits that the client writes as text in JSON. */
const long = (name: string) => ({ name, type: 'int64', isText: true }) as const;
const flag = (name: string) => ({ name, type: 'bool' }) as const;
const real = (name: string) => ({ name, type: 'double' }) as const;
const one = (name: string, message: () => Message) => ({ name, type: 'message', message }) as const;
const many = (name: string, message: () => Message) => ({ name, type: 'message', message, isRepeated: true }) as const;

const TIMESTAMP: Message = { 1: whole('seconds'), 2: { name: 'nanos', type: 'int32' } };

/** A key, its path when nested, and a value as extended JSON or (by a setting of the client) typed. */
const ITEM: Message = {
  1: text('key'),
  2: texts('nestedKey'),
  3: one('none', () => ({})),
  4: flag('boolean'),
  5: { name: 'integer', type: 'sint64' },
  6: real('number'),
  7: text('text'),
  8: text('json'),
  16: text('valueJson'),
};

const DOCUMENT: Message = { 1: many('update', () => ITEM), 2: many('remove', () => ITEM) };

const GIT: Message = { 1: text('remoteUrl'), 2: text('commit') };

const TELEMETRY: Message = {
  1: { name: 'importsInit', type: 'flags' },
  2: { name: 'importsFinish', type: 'flags' },
  3: { name: 'feature', type: 'flags' },
  4: text('pythonVersion'),
  5: text('cliVersion'),
  6: text('huggingfaceVersion'),
  8: { name: 'env', type: 'flags' },
  10: { name: 'deprecated', type: 'flags' },
  12: text('coreVersion'),
  13: text('platform'),
};

const RUN: Message = {
  1: text('runId'),
  2: text('entity'),
  3: text('project'),
  4: one('config', () => DOCUMENT),
  5: one('summary', () => DOCUMENT),
  6: text('group'),
  7: text('jobType'),
  8: text('displayName'),
  9: text('notes'),
  10: texts('tags'),
  12: text('sweepId'),
  13: text('host'),
  14: whole('startingStep'),
  17: one('startTime', () => TIMESTAMP),
  18: flag('resumed'),
  19: one('telemetry', () => TELEMETRY),
  20: { name: 'runtime', type: 'int32' },
  21: one('git', () => GIT),
  22: flag('forked'),
  23: one('branchPoint', () => ({ 1: text('run'), 2: real('value'), 3: text('metric') })),
  24: flag('mustResume'),
};

const METRIC: Message = {
  1: text('name'),
  2: text('globName'),
  4: text('stepMetric'),
  5: { name: 'stepMetricIndex', type: 'int32' },
  6: { name: 'options', type: 'flags' },
  7: { name: 'summary', type: 'flags' },
  8: { name: 'goal', type: 'int32' },
  9: one('control', () => ({ 1: flag('overwrite') })),
  10: flag('expandedFromGlob'),
};

const ENTRY: Message = {
  1: text('path'),
  2: text('digest'),
  3: text('ref'),
  4: whole('size'),
  5: text('mimetype'),
  6: text('localPath'),
  7: text('birthArtifactId'),
  8: flag('skipCache'),
  16: many('extra', () => ({ 1: text('key'), 2: text('valueJson') })),
};

const MANIFEST: Message = {
  1: { name: 'version', type: 'int32' },
  2: text('storagePolicy'),
  3: many('storagePolicyConfig', () => ({ 1: text('key'), 2: text('valueJson') })),
  4: many('contents', () => ENTRY),
  5: text('manifestFilePath'),
};

const ARTIFACT: Message = {
  1: text('runId'),
  2: text('project'),
  3: text('entity'),
  4: text('type'),
  5: text('name'),
  6: text('digest'),
  7: text('description'),
  8: text('metadata'),
  9: flag('userCreated'),
  10: flag('useAfterCommit'),
  11: texts('aliases'),
  12: one('manifest', () => MANIFEST),
  13: text('distributedId'),
  14: flag('finalize'),
  15: text('clientId'),
  16: text('sequenceClientId'),
  17: text('baseId'),
  18: whole('ttlDurationSeconds'),
  19: texts('tags'),
  100: flag('incremental'),
};

const DISK: Message = { 1: long('total'), 2: long('used') };
const GPU_NVIDIA: Message = {
  1: text('name'),
  2: long('memoryTotal'),
  3: { name: 'cudaCores', type: 'int32' },
  4: text('architecture'),
  5: text('uuid'),
};

const APPLE: Message = {
  1: text('name'),
  2: { name: 'ecpuCores', type: 'int32' },
  3: { name: 'pcpuCores', type: 'int32' },
  4: { name: 'gpuCores', type: 'int32' },
  5: { name: 'memoryGb', type: 'int32' },
  6: long('swapTotalBytes'),
  7: long('ramTotalBytes'),
  8: text('macModel'),
};
const GPU_AMD: Message = {
  1: text('id'),
  2: text('uniqueId'),
  3: text('vbiosVersion'),
  4: text('performanceLevel'),
  5: text('gpuOverdrive'),
  6: text('gpuMemoryOverdrive'),
  7: text('maxPower'),
  8: text('series'),
  9: text('model'),
  10: text('vendor'),
  11: text('sku'),
  12: text('sclkRange'),
  13: text('mclkRange'),
};
const TRAINIUM: Message = {
  1: text('name'),
  2: text('vendor'),
  3: { name: 'neuronDeviceCount', type: 'int32' },
  4: { name: 'neuroncorePerDeviceCount', type: 'int32' },
};
const TPU: Message = {
  1: text('name'),
  2: { name: 'hbmGib', type: 'int32' },
  3: { name: 'devicesPerChip', type: 'int32' },
  4: { name: 'count', type: 'int32' },
};

export const ENVIRONMENT: Message = {
  1: text('os'),
  2: text('python'),
  3: one('startedAt', () => TIMESTAMP),
  4: text('docker'),
  5: texts('args'),
  6: text('program'),
  7: text('codePath'),
  8: text('codePathLocal'),
  9: one('git', () => GIT),
  10: text('email'),
  11: text('root'),
  12: text('host'),
  13: text('username'),
  14: text('executable'),
  15: text('colab'),
  16: whole('cpuCount'),
  17: whole('cpuCountLogical'),
  18: text('gpuType'),
  19: whole('gpuCount'),
  20: { name: 'disk', type: 'map', value: () => DISK },
  21: one('memory', () => ({ 1: long('total') })),
  22: one('cpu', () => ({ 1: whole('count'), 2: whole('countLogical'), 3: text('model') })),
  23: one('apple', () => APPLE),
  24: many('gpuNvidia', () => GPU_NVIDIA),
  25: text('cudaVersion'),
  26: many('gpuAmd', () => GPU_AMD),
  27: { name: 'slurm', type: 'map', value: 'string' },
  28: one('trainium', () => TRAINIUM),
  29: one('tpu', () => TPU),
  30: one('coreweave', () => ({ 1: text('clusterName'), 2: text('orgId'), 3: text('region') })),
  199: text('writerId'),
};

const OUTPUT: Message = { 1: { name: 'type', type: 'int32' }, 2: one('timestamp', () => TIMESTAMP), 3: text('line') };

/** One record of the log: `num` and exactly one of the others. */
export const RECORD: Message = {
  1: whole('num'),
  2: one('history', () => ({ 1: many('item', () => ITEM), 2: one('step', () => ({ 1: whole('num') })) })),
  3: one('summary', () => DOCUMENT),
  4: one('output', () => OUTPUT),
  5: one('config', () => DOCUMENT),
  6: one('files', () => ({
    1: many('files', () => ({
      1: text('path'),
      2: { name: 'policy', type: 'int32' },
      3: { name: 'type', type: 'int32' },
    })),
  })),
  7: one('stats', () => ({
    1: { name: 'type', type: 'int32' },
    2: one('timestamp', () => TIMESTAMP),
    3: many('item', () => ITEM),
  })),
  8: one('artifact', () => ARTIFACT),
  9: one('tensorboard', () => ({
    1: text('logDir'),
    2: flag('save'),
    3: text('rootDir'),
    4: text('namespace'),
    5: text('savePath'),
  })),
  10: one('alert', () => ({ 1: text('title'), 2: text('text'), 3: text('level'), 4: whole('waitDurationMs') })),
  11: one('telemetry', () => TELEMETRY),
  12: one('metric', () => METRIC),
  13: one('outputRaw', () => OUTPUT),
  17: one('run', () => RUN),
  18: one('exit', () => ({
    1: { name: 'exitCode', type: 'int32' },
    2: { name: 'runtime', type: 'int32' },
    3: flag('notComplete'),
  })),
  20: one('final', () => ({})),
  21: one('header', () => ({ 1: one('versionInfo', () => ({ 1: text('producer'), 2: text('minConsumer') })) })),
  22: one('footer', () => ({})),
  23: one('preempting', () => ({})),
  25: one('useArtifact', () => ({ 1: text('id'), 2: text('type'), 3: text('name') })),
  26: one('environment', () => ENVIRONMENT),
  27: one('outputLogger', () => ({ 1: text('line') })),
};
