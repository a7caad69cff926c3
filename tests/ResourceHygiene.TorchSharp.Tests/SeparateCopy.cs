using System.Reflection;
using System.Runtime.Loader;

namespace ResourceHygiene.TorchSharp.Tests;

/// <summary>Has the package and TorchSharp's declarations a second time, with statics of their own.</summary>
internal sealed class SeparateCopy() : AssemblyLoadContext(isCollectible: true)
{
    public object? Call(string type, string method, params object?[] arguments) =>
        LoadFromAssemblyName(new AssemblyName("ResourceHygiene.TorchSharp")).GetType(type, throwOnError: true)!
            .GetMethods(BindingFlags.Public | BindingFlags.Static)
            .Single(candidate => candidate.Name == method && Fits(candidate, arguments))
            .Invoke(null, arguments);

    public Exception Throws(string type, string method, params object?[] arguments) =>
        Assert.Throws<TargetInvocationException>(() => Call(type, method, arguments)).InnerException!;

    private static bool Fits(MethodInfo candidate, object?[] arguments) =>
        candidate.GetParameters().Length == arguments.Length
            && candidate.GetParameters().Zip(arguments).All(static pair => pair.Second is null || pair.First.ParameterType == pair.Second.GetType());

    protected override Assembly? Load(AssemblyName assemblyName) =>
        assemblyName.Name is "TorchSharp" or "ResourceHygiene.TorchSharp"
            ? LoadFromAssemblyPath(Path.Combine(AppContext.BaseDirectory, assemblyName.Name + ".dll"))
            : null;
}
