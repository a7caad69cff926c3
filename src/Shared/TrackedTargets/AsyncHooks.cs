using System.Collections.Immutable;
using Microsoft.CodeAnalysis;

namespace ResourceHygiene.Shared.TrackedTargets;

/// <summary>
/// Hooks before and after a release that are awaited: <c>ValueTask OnReleasingAsync(ReleaseContext context)</c> and
/// <c>OnReleasedAsync</c>, or with a <c>Task</c>. They are found by name and shape, as a partial method that returns something cannot be left out.
/// </summary>
internal static class AsyncHooks
{
    private static readonly ImmutableArray<string> s_names = ImmutableArray.Create(NameOf("OnReleasing"), NameOf("OnReleased"));

    /// <summary>The name of the hook that is awaited, beside that of the one which is not.</summary>
    public static string NameOf(string hook) => hook + "Async";

    /// <summary>The names of those that a type itself has.</summary>
    public static IEnumerable<string> In(INamedTypeSymbol type) => s_names.Where(name => Has(type, name));

    private static bool Has(INamedTypeSymbol type, string name) => type.GetMembers(name).Any(static member =>
        member is IMethodSymbol { IsStatic: false, Arity: 0, Parameters: [{ RefKind: RefKind.None } parameter] } method
        && parameter.Type.HasFullName(WellKnownNames.ReleaseContext)
        && (method.ReturnType.HasFullName("System.Threading.Tasks.ValueTask") || method.ReturnType.HasFullName("System.Threading.Tasks.Task")));
}
