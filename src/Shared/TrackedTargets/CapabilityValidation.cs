using System.Collections.Immutable;
using Microsoft.CodeAnalysis;

namespace ResourceHygiene.Shared.TrackedTargets;

/// <summary>Whether <c>[Trim]</c>, <c>[Offload]</c> and <c>[Persist]</c> methods can implement the runtime's interfaces.</summary>
internal static class CapabilityValidation
{
    public static void Validate(TrackedTarget target, ImmutableArray<TargetProblem>.Builder problems)
    {
        var seen = new HashSet<Capability>();
        foreach (CapabilityMethod method in target.CapabilityMethods)
        {
            if (UnsupportedReason(target, method, isFirst: seen.Add(method.Capability)) is { } reason)
            {
                Location location = method.Method.Locations.FirstOrDefault() ?? Location.None;
                problems.Add(new TargetProblem(RuleIds.CapabilityMethodSignature, location, method.Capability.ToString(), method.Method.Name, reason));
            }
        }
    }

    private static string? UnsupportedReason(TrackedTarget target, CapabilityMethod method, bool isFirst)
    {
        if (target.Attribute is null)
            return $"'{target.Type.Name}' is not tracked; mark it [TrackedResource]";
        if (!method.HasExpectedSignature)
            return $"write '{method.ExpectedSignature}', not static, not async";
        if (!isFirst)
            return "the class has one already; keep one";

        return null;
    }
}
