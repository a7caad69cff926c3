using System.Collections.Immutable;
using System.Diagnostics;
using System.Reflection;
using System.Runtime.Loader;
using Microsoft.CodeAnalysis.Diagnostics;

namespace ResourceHygiene.Analyzers.Benchmarks.Peers;

/// <summary>CA2000, the rule that everybody already has: from the analyzers of the SDK on this machine.</summary>
internal static class SdkAnalyzers
{
    private const string Rule = "CA2000";

    private static readonly string[] s_files = ["Microsoft.CodeAnalysis.NetAnalyzers.dll", "Microsoft.CodeAnalysis.CSharp.NetAnalyzers.dll"];

    /// <summary>The analyzer of CA2000 alone; empty, with the reason, where it cannot be had.</summary>
    public static ImmutableArray<DiagnosticAnalyzer> Load(out string problem)
    {
        problem = "";
        if (FindFolder() is not { } folder)
        {
            problem = "no SDK with analyzers found";
            return [];
        }

        try
        {
            AssemblyLoadContext.Default.Resolving += (context, name) => Resolve(context, name, folder);
            ImmutableArray<DiagnosticAnalyzer> found =
            [
                .. s_files.Select(file => AssemblyLoadContext.Default.LoadFromAssemblyPath(Path.Combine(folder, file)))
                    .SelectMany(LoadableTypes)
                    .Where(static type => !type.IsAbstract && typeof(DiagnosticAnalyzer).IsAssignableFrom(type)
                        && type.GetCustomAttribute<DiagnosticAnalyzerAttribute>() is { } attribute && attribute.Languages.Contains("C#"))
                    .Select(static type => (DiagnosticAnalyzer)Activator.CreateInstance(type)!)
                    .Where(static analyzer => analyzer.SupportedDiagnostics.Any(static rule => rule.Id == Rule))
            ];
            if (found.IsEmpty)
                problem = $"{folder} has no {Rule} that this compiler can load";
            return found;
        }
        catch (Exception exception) when (exception is BadImageFormatException or IOException or TypeLoadException)
        {
            problem = $"{folder}: {exception.Message}";
            return [];
        }
    }

    // Some of the others need the workspaces of an IDE, which are not here.
    private static IEnumerable<Type> LoadableTypes(Assembly assembly)
    {
        try
        {
            return assembly.GetTypes();
        }
        catch (ReflectionTypeLoadException exception)
        {
            return exception.Types.OfType<Type>();
        }
    }

    private static Assembly? Resolve(AssemblyLoadContext context, AssemblyName name, string folder)
    {
        string path = Path.Combine(folder, name.Name + ".dll");
        return File.Exists(path) ? context.LoadFromAssemblyPath(path) : null;
    }

    // The newest SDK of the running host first.
    private static string? FindFolder() => SdkFolders()
        .Select(static sdk => Path.Combine(sdk, "Sdks", "Microsoft.NET.Sdk", "analyzers"))
        .FirstOrDefault(static folder => s_files.All(file => File.Exists(Path.Combine(folder, file))));

    private static IEnumerable<string> SdkFolders()
    {
        // <root>/shared/Microsoft.NETCore.App/<version>/System.Private.CoreLib.dll
        string ofHost = Path.GetFullPath(Path.Combine(Path.GetDirectoryName(typeof(object).Assembly.Location)!, "../../.."));
        foreach (string? root in new[] { ofHost, Environment.GetEnvironmentVariable("DOTNET_ROOT") })
        {
            string sdks = Path.Combine(root ?? "", "sdk");
            if (Directory.Exists(sdks))
            {
                foreach (string sdk in Directory.EnumerateDirectories(sdks).OrderByDescending(static path => VersionOf(path)))
                    yield return sdk;
            }
        }

        foreach (string sdk in ListedSdks())
            yield return sdk;
    }

    private static Version VersionOf(string sdk) =>
        Version.TryParse(Path.GetFileName(sdk).Split('-')[0], out Version? version) ? version : new Version();

    // 10.0.401 [/usr/share/dotnet/sdk]
    private static List<string> ListedSdks()
    {
        using var process = Process.Start(new ProcessStartInfo("dotnet", "--list-sdks") { RedirectStandardOutput = true });
        string[] lines = process?.StandardOutput.ReadToEnd().Split('\n', StringSplitOptions.RemoveEmptyEntries) ?? [];
        process?.WaitForExit();
        return
        [
            .. lines.Select(static line => line.Split([" [", "]"], StringSplitOptions.TrimEntries))
                .Where(static parts => parts.Length > 1)
                .Select(static parts => Path.Combine(parts[1], parts[0]))
                .Reverse()
        ];
    }
}
