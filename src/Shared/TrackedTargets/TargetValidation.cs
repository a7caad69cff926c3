using System.Collections.Immutable;
using Microsoft.CodeAnalysis;

namespace ResourceHygiene.Shared.TrackedTargets;

/// <summary>
/// The one place that decides whether code can be generated for what the user annotated. The generator emits nothing
/// for a target with a problem, the analyzers report the problem; as both ask here, they cannot disagree.
/// </summary>
internal static class TargetValidation
{
    /// <summary>Problems of a type, its tracked properties, its owned members and its capability methods.</summary>
    public static ImmutableArray<TargetProblem> Validate(TrackedTarget target, CancellationToken cancellationToken)
    {
        var problems = ImmutableArray.CreateBuilder<TargetProblem>();
        TypeValidation.Validate(target, problems);

        // A struct or an interface is to become something else; what its members lack then is not yet known.
        if (problems.Any(static problem => problem.RuleId == RuleIds.UnsupportedTarget))
            return problems.ToImmutable();

        if (target.Attribute is { } onType && LoadMethod.NameIn(onType) is not null)
            problems.Add(new TargetProblem(RuleIds.InvalidAttributeValue, LocationOf(onType, target.Type.Locations[0]), "Load", "written on a type", "write it on a property, whose value can be loaded"));

        cancellationToken.ThrowIfCancellationRequested();
        MemberValidation.Validate(target, problems, cancellationToken);
        cancellationToken.ThrowIfCancellationRequested();
        CapabilityValidation.Validate(target, problems);
        return problems.ToImmutable();
    }

    /// <summary>Problems of one application of <c>[TrackedResource]</c>, wherever it stands.</summary>
    internal static void ValidateAttribute(AttributeData attribute, Location location, ImmutableArray<TargetProblem>.Builder problems)
    {
        Location at = LocationOf(attribute, location);
        if (string.IsNullOrWhiteSpace(attribute.NamedArgument("Type", "")))
            problems.Add(new TargetProblem(RuleIds.InvalidAttributeValue, at, "Type", "empty", "name the resource type, for example ResourceTypes.RenderCache"));

        if (attribute.NamedArgument("Failures", 0) is not (0 or 1))
            problems.Add(new TargetProblem(RuleIds.InvalidAttributeValue, at, "Failures", "neither Throw nor Report", "use one of the two"));

        double retention = attribute.NamedArgument("RetentionSeconds", 0d);
        if (double.IsNaN(retention) || retention < 0 || retention > TimeSpan.MaxValue.TotalSeconds)
            problems.Add(new TargetProblem(RuleIds.InvalidAttributeValue, at, "RetentionSeconds", "not a duration", "use 0 for the type's default, or a positive number"));
    }

    private static Location LocationOf(AttributeData attribute, Location fallback) => attribute.ApplicationSyntaxReference is { } reference
        ? Location.Create(reference.SyntaxTree, reference.Span)
        : fallback;
}
