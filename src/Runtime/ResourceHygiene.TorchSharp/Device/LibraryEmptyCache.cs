using System.Diagnostics.CodeAnalysis;
using System.Reflection;

namespace ResourceHygiene;

/// <summary>
/// Finds <c>empty_cache()</c> in a class that may have it. No release of TorchSharp does so far, and one that does must not need a new
/// version of this package.
/// </summary>
internal static class LibraryEmptyCache
{
    private const string Name = "empty_cache";

    /// <summary>Null where there is no such method. Nothing is called, so that no initializer runs.</summary>
    public static Action? Find([DynamicallyAccessedMembers(DynamicallyAccessedMemberTypes.PublicMethods)] Type type) =>
        type.GetMethod(Name, BindingFlags.Public | BindingFlags.Static, []) is { } method && method.ReturnType == typeof(void)
            ? method.CreateDelegate<Action>()
            : null;
}
