import { at, list, type SecurityRule } from '../security-rule';

const TEMPLATE = 'aws_launch_template';
const GROUP = 'aws_autoscaling_group';
const CREDENTIAL = /AKIA[0-9A-Z]{16}|aws_secret_access_key|-----BEGIN/i;

export const instanceRules: readonly SecurityRule[] = [
  {
    id: 'instance-imdsv2',
    what: 'Instances give their credentials only to IMDSv2',
    why: 'IMDSv1 hands them to whoever can make the server fetch an address',
    controls: ['FSBP EC2.8', 'FSBP EC2.170', 'CIS 5.0 5.7', 'CKV_AWS_79'],
    change: 'always',
    types: [TEMPLATE],
    holds: ({ body }) => at(body, 'metadata_options', 'http_tokens') === 'required',
    violation: { [TEMPLATE]: { A: { metadata_options: { http_tokens: 'optional' } } } },
  },
  {
    id: 'instance-hop-limit',
    what: 'The instance metadata answers stop at the instance',
    why: 'a container in a network of its own is one hop further and gets none',
    controls: ['FSBP AutoScaling.4', 'CKV_AWS_341'],
    change: '`metadataHopLimit: 2`',
    types: [TEMPLATE],
    holds: ({ body }) => at(body, 'metadata_options', 'http_put_response_hop_limit') === 1,
    violation: { [TEMPLATE]: { A: { metadata_options: { http_put_response_hop_limit: 2 } } } },
  },
  {
    id: 'instance-no-public-address',
    what: 'Instances have no public address',
    why: 'Session Manager is the way in',
    controls: ['FSBP EC2.25', 'FSBP AutoScaling.5', 'CKV_AWS_88'],
    change: 'always',
    types: [TEMPLATE],
    holds: ({ body }) =>
      list(body.network_interfaces).every((one) => String(at(one, 'associate_public_ip_address')) !== 'true'),
    violation: { [TEMPLATE]: { A: { network_interfaces: [{ associate_public_ip_address: 'true' }] } } },
  },
  {
    id: 'instance-disks-encrypted',
    what: 'Every disk is encrypted, and gp3',
    why: 'images and logs lie on it',
    controls: ['FSBP EC2.3', 'FSBP EC2.181'],
    change: '`volumeKmsKeyArn` for a key of your own',
    types: [TEMPLATE],
    holds: ({ body }) => {
      const disks = list(body.block_device_mappings);
      return disks.length > 0 && disks.every((disk) => String(at(disk, 'ebs', 'encrypted')) === 'true');
    },
    violation: { [TEMPLATE]: { A: { block_device_mappings: [{ ebs: { volume_size: 30 } }] } } },
  },
  {
    id: 'instance-no-credentials',
    what: 'User data holds no credential',
    why: 'whoever may describe an instance reads it',
    controls: ['CKV_AWS_46'],
    change: '`registryCredentials` reads a secret at boot',
    types: [TEMPLATE],
    holds: ({ body }) => !CREDENTIAL.test(Buffer.from(String(body.user_data ?? ''), 'base64').toString()),
    violation: { [TEMPLATE]: { A: { user_data: Buffer.from('aws_secret_access_key=x').toString('base64') } } },
  },
  {
    id: 'instance-no-ssh',
    what: 'Instances and nodes know no SSH key',
    why: 'a key is shared, never expires and leaves no record; Session Manager does',
    controls: ['CKV_AWS_100'],
    change: 'always',
    types: [TEMPLATE, 'aws_eks_node_group'],
    holds: ({ body }) => body.key_name === undefined && body.remote_access === undefined,
    violation: { [TEMPLATE]: { A: { key_name: 'me' } } },
  },
  {
    id: 'group-launch-template',
    what: 'A group of instances starts from a launch template',
    why: 'launch configurations get no new feature and no new account',
    controls: ['FSBP AutoScaling.9', 'CKV_AWS_315'],
    change: 'always',
    types: [GROUP],
    holds: ({ body }) => body.launch_template !== undefined || body.mixed_instances_policy !== undefined,
    violation: { [GROUP]: { A: { launch_configuration: 'old' } } },
  },
  {
    id: 'group-tags-reach-instances',
    what: 'Tags reach the instances of a group',
    why: 'the default tags of the provider do not, and nobody pays for what has no tag',
    controls: ['CKV_AWS_153'],
    change: '`tags` adds more',
    types: [GROUP],
    holds: ({ body }) => {
      const tags = list(body.tag);
      return tags.length > 0 && tags.every((tag) => at(tag, 'propagate_at_launch') === true);
    },
    violation: { [GROUP]: { A: {} } },
  },
  {
    id: 'group-two-zones',
    what: 'A group of instances spans two zones',
    why: 'one zone down is an ordinary event',
    controls: ['FSBP AutoScaling.2'],
    change: '`subnets`',
    types: [GROUP],
    holds: ({ body }) => list(body.vpc_zone_identifier).length >= 2,
    violation: { [GROUP]: { A: { vpc_zone_identifier: ['subnet-1'] } } },
  },
  {
    id: 'group-several-types',
    what: 'A group may start instances of several types',
    why: 'Spot needs it; on demand one type is simpler to size',
    controls: ['FSBP AutoScaling.6'],
    change: '`instanceTypes` with more than one',
    optIn: true,
    types: [GROUP],
    holds: ({ body }) => list(at(body, 'mixed_instances_policy', 'launch_template', 'override')).length > 1,
    violation: { [GROUP]: { A: { launch_template: {} } } },
  },
];
