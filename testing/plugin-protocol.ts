import { parse, type Root } from 'protobufjs';

/**
 * The part of Terraform's plugin protocol that a provider of this harness speaks. Version 6 holds all of version 5 and
 * the nested attributes besides, so every provider is served with it, whatever the real one speaks.
 * Written from the public description: https://developer.hashicorp.com/terraform/plugin/terraform-plugin-protocol
 */
export const PROTOCOL_VERSION = 6;

const MESSAGES = `
syntax = "proto3";
package tfplugin6;

message DynamicValue { bytes msgpack = 1; bytes json = 2; }
message RawState { bytes json = 1; }
message Empty {}

message Step { oneof selector { string attribute_name = 1; string element_key_string = 2; int64 element_key_int = 3; } }
message AttributePath { repeated Step steps = 1; }
message Diagnostic { int32 severity = 1; string summary = 2; string detail = 3; AttributePath attribute = 4; }

message Schema { int64 version = 1; SchemaBlock block = 2; }
message SchemaBlock { int64 version = 1; repeated SchemaAttribute attributes = 2; repeated SchemaNestedBlock block_types = 3; }
message SchemaAttribute {
  string name = 1; bytes type = 2; bool required = 4; bool optional = 5; bool computed = 6;
  SchemaObject nested_type = 10; bool write_only = 11;
}
message SchemaObject { repeated SchemaAttribute attributes = 1; int32 nesting = 3; }
message SchemaNestedBlock {
  string type_name = 1; SchemaBlock block = 2; int32 nesting = 3; int64 min_items = 4; int64 max_items = 5;
}
message SchemaResponse {
  Schema provider = 1; map<string, Schema> resource_schemas = 2; map<string, Schema> data_source_schemas = 3;
}

message ConfigRequest { DynamicValue config = 1; }
message ConfigureRequest { string terraform_version = 1; DynamicValue config = 2; }
message TypedConfigRequest { string type_name = 1; DynamicValue config = 2; }
message Diagnostics { repeated Diagnostic diagnostics = 1; }
message ProviderDiagnostics { repeated Diagnostic diagnostics = 2; }

message UpgradeRequest { string type_name = 1; int64 version = 2; RawState raw_state = 3; }
message UpgradeResponse { DynamicValue upgraded_state = 1; repeated Diagnostic diagnostics = 2; }
message ReadRequest { string type_name = 1; DynamicValue current_state = 2; bytes private = 3; }
message ReadResponse { DynamicValue new_state = 1; repeated Diagnostic diagnostics = 2; bytes private = 3; }
message PlanRequest {
  string type_name = 1; DynamicValue prior_state = 2; DynamicValue proposed_new_state = 3; DynamicValue config = 4;
  bytes prior_private = 5;
}
message PlanResponse {
  DynamicValue planned_state = 1; repeated AttributePath requires_replace = 2; bytes planned_private = 3;
  repeated Diagnostic diagnostics = 4; bool legacy_type_system = 5;
}
message ApplyRequest {
  string type_name = 1; DynamicValue prior_state = 2; DynamicValue planned_state = 3; DynamicValue config = 4;
  bytes planned_private = 5;
}
message ApplyResponse {
  DynamicValue new_state = 1; bytes private = 2; repeated Diagnostic diagnostics = 3; bool legacy_type_system = 4;
}
message ImportRequest { string type_name = 1; string id = 2; }
message ImportedResource { string type_name = 1; DynamicValue state = 2; bytes private = 3; }
message ImportResponse { repeated ImportedResource imported_resources = 1; repeated Diagnostic diagnostics = 2; }
message DataResponse { DynamicValue state = 1; repeated Diagnostic diagnostics = 2; }
message StopResponse { string Error = 1; }

service Provider {
  rpc GetProviderSchema(Empty) returns (SchemaResponse);
  rpc ValidateProviderConfig(ConfigRequest) returns (ProviderDiagnostics);
  rpc ValidateResourceConfig(TypedConfigRequest) returns (Diagnostics);
  rpc ValidateDataResourceConfig(TypedConfigRequest) returns (Diagnostics);
  rpc UpgradeResourceState(UpgradeRequest) returns (UpgradeResponse);
  rpc ConfigureProvider(ConfigureRequest) returns (Diagnostics);
  rpc ReadResource(ReadRequest) returns (ReadResponse);
  rpc PlanResourceChange(PlanRequest) returns (PlanResponse);
  rpc ApplyResourceChange(ApplyRequest) returns (ApplyResponse);
  rpc ImportResourceState(ImportRequest) returns (ImportResponse);
  rpc ReadDataSource(TypedConfigRequest) returns (DataResponse);
  rpc StopProvider(Empty) returns (StopResponse);
}
`;

/** The messages and the service, ready to encode and decode. */
export function pluginProtocol(): Root {
  return parse(MESSAGES).root;
}

/** A value on the wire; see {@link decodeValue}. */
export interface WireValue {
  readonly msgpack?: Uint8Array;
  readonly json?: Uint8Array;
}

/** The fields of all requests together; each method reads those of its own message. */
export interface PluginRequest {
  readonly typeName?: string;
  readonly id?: string;
  readonly config?: WireValue;
  readonly currentState?: WireValue;
  readonly priorState?: WireValue;
  readonly plannedState?: WireValue;
  readonly proposedNewState?: WireValue;
  readonly rawState?: { readonly json?: Uint8Array };
  readonly private?: Uint8Array;
}

/** A problem that the provider reports; Terraform adds the address and the place in the file. */
export interface WireDiagnostic {
  readonly severity: 1 | 2;
  readonly summary: string;
  readonly detail: string;
  readonly attribute: { readonly steps: readonly WireStep[] };
}

/** One step from a resource to the value in question. */
export type WireStep =
  | { readonly attributeName: string }
  | { readonly elementKeyInt: number }
  | { readonly elementKeyString: string };
