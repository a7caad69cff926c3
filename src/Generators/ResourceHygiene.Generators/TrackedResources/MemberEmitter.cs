using ResourceHygiene.Shared.TrackedTargets;

namespace ResourceHygiene.Generators.TrackedResources;

/// <summary>Prints how the value of one member, or one element of it, is released.</summary>
internal static class MemberEmitter
{
    /// <summary>The statement.</summary>
    /// <param name="release">How the value is released.</param>
    /// <param name="value">The expression that gives it.</param>
    /// <param name="isAsync">Whether it may await.</param>
    public static string Release(MemberRelease release, string value, bool isAsync) =>
        isAsync && release.Async != AsyncRoute.None ? Awaited(release, value) : Direct(release, value);

    /// <summary>The statements that free native state and forget it.</summary>
    public static string[] Free(NativeModel native, string value) =>
    [
        $"var value = {value};",
        $"{value} = default;",
        native.Free.Length == 0
            ? "if (value.IsAllocated) value.Free();"
            : $"if (value != default) {native.Free}({native.Cast}value);",
    ];

    private static string Direct(MemberRelease release, string value)
    {
        string access = release.MayBeNull ? "?." : ".";
        return release.Route == ReleaseRoute.DisposableInterface
            ? $"((global::System.IDisposable{(release.MayBeNull ? "?" : "")}){value}){access}Dispose();"
            : $"{value}{access}{SymbolText.Identifier(release.Method)}();";
    }

    private static string Awaited(MemberRelease release, string value)
    {
        const string Await = ".DisposeAsync().ConfigureAwait(false);";
        if (release.Async == AsyncRoute.Interface)
            return $"if ((global::System.IAsyncDisposable?){value} is {{ }} resource) await resource{Await}";

        return release.MayBeNull ? $"if ({value} is {{ }} resource) await resource{Await}" : $"await {value}{Await}";
    }
}
