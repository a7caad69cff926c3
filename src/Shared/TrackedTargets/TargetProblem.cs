using System.Collections.Immutable;
using Microsoft.CodeAnalysis;

namespace ResourceHygiene.Shared.TrackedTargets;

/// <summary>
/// One reason why nothing is generated for a target. The analyzer turns it into a diagnostic; the generator only asks
/// whether there is any, so a location never reaches its models.
/// </summary>
internal sealed record TargetProblem(string RuleId, Location Location, ImmutableArray<string> Arguments)
{
    public TargetProblem(string ruleId, Location location, params string[] arguments)
        : this(ruleId, location, arguments.ToImmutableArray())
    {
    }
}
