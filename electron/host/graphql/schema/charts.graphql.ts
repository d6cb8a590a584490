/** Chart presets that scripts make. */
export const CHARTS_SDL = /* GraphQL */ `
  extend type Mutation {
    createCustomChart(input: CreateCustomChartInput!): CreateCustomChartPayload
  }

  type CustomChart {
    id: ID!
    name: String!
    displayName: String!
  }

  input CreateCustomChartInput {
    entity: String
    name: String!
    displayName: String!
    type: String!
    access: String
    "A Vega or Vega-Lite spec with the data placeholder {name: wandb}."
    spec: JSONString!
    clientMutationId: String
  }
  type CreateCustomChartPayload {
    chart: CustomChart
    clientMutationId: String
  }
`;
