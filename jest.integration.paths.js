/** Tests that run Terraform, npm or an emulator for more than a few seconds, as patterns of their paths. */
module.exports = [
  '/__tests__/package/',
  '/__tests__/properties/',
  '/__tests__/registry-modules/',
  '/__tests__/terraform/',
  '/__tests__/modules/kubernetes/terraform',
  '/__tests__/modules/ecs/round-trip',
  '/__tests__/modules/registry/round-trip',
  '/__tests__/tools/validate-stack',
];
