import type { Issue } from '../../shared/problems';
import { check, checkLiteral, checkName, checkWholeNumber, duplicates } from '../../shared/validation';
import { validateSecretSource } from '../task/secret';
import type { Ec2CapacityProps, InstancePurchase, ManagedScaling } from './ec2-capacity-props';
import { validateAgentConfig } from './ecs-agent-config';
import { IMAGE_DISKS, publishedImage, validateImageForTypes } from './ecs-ami';

const ASG = 'https://docs.aws.amazon.com/autoscaling/ec2/APIReference/API_CreateAutoScalingGroup.html';
const MIXED = 'https://docs.aws.amazon.com/autoscaling/ec2/APIReference/API_InstancesDistribution.html';
const PROVIDER = 'https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_AutoScalingGroupProvider.html';
const SCALING = 'https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_ManagedScaling.html';

/** Pure, so that a test can ask about one field without building a stack. */
export function validateEc2CapacityProps(props: Ec2CapacityProps): Issue[] {
  const { agent = {}, image = { kind: 'al2023' }, registryCredentials, instanceTypes } = props;
  const { kind: operatingSystem } = publishedImage(image);
  const bottlerocket = operatingSystem === 'bottlerocket';
  return [
    ...validateProviderName(props.capacityProviderName),
    ...validateInstanceTypes(instanceTypes),
    ...(instanceTypes.some((type) => !INSTANCE_TYPE.test(type)) ? [] : validateImageForTypes(image, instanceTypes)),
    ...validateSizes(props),
    ...validatePurchase(props.purchase, instanceTypes),
    ...validateManagedScaling(props),
    ...validateReplacement(props),
    ...validateAgentConfig('agent', agent, bottlerocket),
    ...(registryCredentials === undefined ? [] : validateSecretSource('registryCredentials', registryCredentials)),
    ...check('registryCredentials', registryCredentials, () => !bottlerocket, {
      limit: 'none on Bottlerocket: it takes credentials only as text in user data, which others can read',
      fix: "name the secret in the container's image, or use image: { kind: 'al2023' }",
      see: 'https://bottlerocket.dev/en/os/latest/#/api/settings/container-registry/',
      secret: true,
    }),
    ...check('extraUserData', props.extraUserData, (script) => !/\b(AKIA|ASIA)[A-Z0-9]{16}\b/.test(script), {
      limit: 'no access keys: whoever may describe the launch template can read them',
      fix: 'use the rights of the instance role',
      see: 'https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/instancedata-add-user-data.html',
      secret: true,
    }),
    ...check('image.imageId', image.kind === 'custom' ? image.imageId : undefined, (id) => /^ami-[0-9a-f]+$/.test(id), {
      limit: 'the id of an AMI, ami-0123456789abcdef0',
      fix: 'write the id',
      see: 'https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/AMIs.html',
    }),
    ...checkWholeNumber('volumeSizeGib', props.volumeSizeGib, [IMAGE_DISKS[operatingSystem].leastGib, 16_384], {
      unit: 'GiB',
      fix: `write at least the ${IMAGE_DISKS[operatingSystem].leastGib} GiB that the image needs`,
      see: 'https://docs.aws.amazon.com/AmazonECS/latest/developerguide/ecs-ami-storage-config.html',
    }),
  ];
}

/** Pure: a name that ECS takes for a capacity provider. */
export function validateProviderName(name: string | undefined): Issue[] {
  const see = 'https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_CreateCapacityProvider.html';
  return [
    ...checkName('capacityProviderName', name, {
      pattern: /^[\w-]+$/,
      max: 255,
      allowed: 'letters, digits, "_" and "-"',
      see,
    }),
    ...check('capacityProviderName', name, (text) => !/^(aws|ecs|fargate)/i.test(text), {
      limit: 'a name that does not begin with aws, ecs or fargate',
      fix: 'put the name of the team or the application in front',
      see,
    }),
  ];
}

const INSTANCE_TYPE = /^[a-z][a-z0-9-]*\.[a-z0-9-]+$/;

function validateInstanceTypes(instanceTypes: readonly string[]): Issue[] {
  const see = 'https://docs.aws.amazon.com/ec2/latest/instancetypes/instance-type-names.html';
  return [
    ...checkLiteral('instanceTypes', instanceTypes),
    ...check('instanceTypes', instanceTypes, (types) => types.length >= 1 && types.length <= 40, {
      limit: '1 to 40 instance types',
      fix: "write for example ['m7i.large']",
      see,
    }),
    ...instanceTypes.flatMap((type, index) =>
      check(`instanceTypes[${index}]`, type, (name) => INSTANCE_TYPE.test(name), {
        limit: 'a family and a size, "m7i.large"',
        fix: 'write the type as the EC2 console shows it',
        see,
      }),
    ),
    ...check('instanceTypes', instanceTypes, (types) => duplicates(types).length === 0, {
      limit: 'each type once',
      fix: `remove the second ${duplicates(instanceTypes).join(', ')}`,
      see,
    }),
  ];
}

function validateSizes({ minSize = 0, maxSize, desiredCapacity }: Ec2CapacityProps): Issue[] {
  const rule = { fix: 'write a number of instances', see: ASG };
  const between = `between minSize ${minSize} and maxSize ${maxSize}`;
  return [
    ...checkWholeNumber('minSize', minSize, [0, 10_000], rule),
    ...checkWholeNumber('maxSize', maxSize, [1, 10_000], rule),
    ...checkWholeNumber('desiredCapacity', desiredCapacity, [0, 10_000], rule),
    ...check('minSize', minSize, (min) => check('maxSize', maxSize, (max) => min <= max, NONE).length === 0, {
      limit: `at most maxSize ${maxSize}`,
      fix: 'lower minSize or raise maxSize',
      see: ASG,
    }),
    ...check(
      'desiredCapacity',
      desiredCapacity,
      (desired) =>
        [
          ...check('maxSize', maxSize, (max) => desired <= max, NONE),
          ...check('minSize', minSize, (min) => desired >= min, NONE),
        ].length === 0,
      { limit: between, fix: `write a number ${between}, or leave it out`, see: ASG },
    ),
  ];
}

/** For a comparison whose own message is not shown. */
const NONE = { limit: '', fix: '', see: '' };

function validatePurchase(purchase: InstancePurchase | undefined, instanceTypes: readonly string[]): Issue[] {
  if (purchase?.kind !== 'spot') {
    const reservation = purchase?.capacityReservation;
    return check('purchase.capacityReservation', reservation, () => instanceTypes.length === 1, {
      limit: 'one instance type: a reservation is for one',
      fix: 'keep the type that is reserved',
      see: 'https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/ec2-capacity-reservations.html',
    });
  }
  const rule = { see: MIXED };
  return [
    ...checkWholeNumber('purchase.onDemandBase', purchase.onDemandBase, [0, 10_000], {
      fix: 'write a number of instances',
      ...rule,
    }),
    ...checkWholeNumber('purchase.onDemandPercent', purchase.onDemandPercent, [0, 100], {
      unit: 'percent',
      fix: 'write 25 for one on-demand instance in four',
      ...rule,
    }),
    ...check('instanceTypes', instanceTypes, (types) => types.length >= 3, {
      limit: 'at least three types on Spot: with fewer, one shortage takes all instances at a time',
      fix: 'add types of the same size from other families, m7i.large, m6i.large, m7a.large',
      see: 'https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/spot-best-practices.html',
      rule: 'ecs.spot-types',
    }),
  ];
}

function validateManagedScaling({ managedScaling, managedTerminationProtection }: Ec2CapacityProps): Issue[] {
  const settings: ManagedScaling = managedScaling === false ? {} : (managedScaling ?? {});
  const step = { fix: 'write a number of instances', see: SCALING };
  const { minStep, maxStep } = settings;
  return [
    ...checkWholeNumber('managedScaling.targetPercent', settings.targetPercent, [1, 100], {
      unit: 'percent',
      fix: 'write 100 for full instances, less to keep room',
      see: SCALING,
    }),
    ...checkWholeNumber('managedScaling.minStep', minStep, [1, 10_000], step),
    ...checkWholeNumber('managedScaling.maxStep', maxStep, [1, 10_000], step),
    ...check('managedScaling.minStep', minStep, (least) => maxStep === undefined || least <= maxStep, {
      limit: `at most maxStep ${maxStep}`,
      fix: 'exchange the two',
      see: SCALING,
    }),
    ...checkWholeNumber('managedScaling.warmupSeconds', settings.warmupSeconds, [0, 10_000], {
      unit: 'seconds',
      fix: 'write how long an instance takes until it runs tasks',
      see: SCALING,
    }),
    ...check('managedTerminationProtection', managedTerminationProtection, (on) => !on || managedScaling !== false, {
      limit: 'false without managed scaling, which protects and releases the instances',
      fix: 'remove managedScaling: false, or managedTerminationProtection',
      see: PROVIDER,
    }),
  ];
}

function validateReplacement({ maxInstanceLifetimeDays, instanceRefresh }: Ec2CapacityProps): Issue[] {
  const days = maxInstanceLifetimeDays === false ? undefined : maxInstanceLifetimeDays;
  return [
    ...checkWholeNumber('maxInstanceLifetimeDays', days, [1, 365], {
      unit: 'days',
      fix: 'write days, or false for instances that are never replaced for their age',
      see: 'https://docs.aws.amazon.com/autoscaling/ec2/userguide/asg-max-instance-lifetime.html',
    }),
    ...checkWholeNumber('instanceRefresh.minHealthyPercent', instanceRefresh?.minHealthyPercent, [90, 100], {
      unit: 'percent',
      fix: 'write 90 to replace one instance in ten at a time',
      see: 'https://docs.aws.amazon.com/autoscaling/ec2/APIReference/API_RefreshPreferences.html',
      rule: 'ecs.refresh-health',
    }),
    ...checkWholeNumber('instanceRefresh.warmupSeconds', instanceRefresh?.warmupSeconds, [0, 21_600], {
      unit: 'seconds',
      fix: 'write how long an instance takes until it runs tasks',
      see: 'https://docs.aws.amazon.com/autoscaling/ec2/APIReference/API_RefreshPreferences.html',
    }),
  ];
}
