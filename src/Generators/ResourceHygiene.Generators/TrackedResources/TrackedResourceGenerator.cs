using Microsoft.CodeAnalysis;
using ResourceHygiene.Shared;

namespace ResourceHygiene.Generators.TrackedResources;

/// <summary>
/// Writes the bookkeeping of types and properties marked <c>[TrackedResource]</c>: registration, leases and a Dispose
/// that releases everything owned exactly once.
/// </summary>
[Generator(LanguageNames.CSharp)]
public sealed class TrackedResourceGenerator : IIncrementalGenerator
{
    /// <inheritdoc/>
    public void Initialize(IncrementalGeneratorInitializationContext context)
    {
        IncrementalValuesProvider<TrackedTypeModel> types = context.SyntaxProvider
            .ForAttributeWithMetadataName(
                WellKnownNames.TrackedResourceAttribute,
                TrackedTypeParser.IsCandidate,
                static (found, cancellationToken) => ModelCache<TrackedTypeModel>.GetOrParse(found, TrackedTypeParser.Parse, cancellationToken))
            .Where(static model => model is not null)
            .Select(static (model, _) => model!)
            .WithTrackingName(TrackingNames.TrackedTypes);

        context.RegisterSourceOutput(types, static (output, model) =>
            output.AddSource(model.HintName, TrackedTypeEmitter.Emit(model).ToSourceText()));
    }
}
