using System.Reflection;
using System.Runtime.CompilerServices;
using System.Runtime.Loader;

namespace ResourceHygiene.Tests;

/// <summary>A plugin that brings its own copy of the runtime: when its load context is unloaded, that is its end.</summary>
public sealed class UnloadingTests
{
    [Fact]
    public void Unloading_a_collectible_context_cleans_up_and_lets_it_go()
    {
        var (context, released) = LoadAndUnload();

        Assert.Equal(1, released.Value);
        for (var i = 0; i < 100 && context.IsAlive; i++)
        {
            GC.Collect();
            GC.WaitForPendingFinalizers();
        }
        Assert.False(context.IsAlive);
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static (WeakReference Context, StrongBox<int> Released) LoadAndUnload()
    {
        var released = new StrongBox<int>();
        var context = new Plugin();
        var runtime = context.LoadFromAssemblyPath(typeof(ExitCleanup).Assembly.Location);
        var tracker = Get(runtime, nameof(ResourceTracker), nameof(ResourceTracker.Shared));
        var registrationType = runtime.GetType($"ResourceHygiene.{nameof(ResourceRegistration)}", throwOnError: true)!;
        var registration = Activator.CreateInstance(registrationType)!;
        registrationType.GetProperty(nameof(ResourceRegistration.Type))!.SetValue(registration, "plugin");
        var resource = new Counted(released);
        tracker.GetType().GetMethod(nameof(ResourceTracker.Register))!.Invoke(tracker, [resource, registration]);
        runtime.GetType($"ResourceHygiene.{nameof(ExitCleanup)}", throwOnError: true)!
            .GetMethod(nameof(ExitCleanup.Install))!.Invoke(null, [null, null]);

        context.Unload();
        GC.KeepAlive(resource);
        return (new WeakReference(context), released);
    }

    private static object Get(Assembly assembly, string type, string property) =>
        assembly.GetType($"ResourceHygiene.{type}", throwOnError: true)!.GetProperty(property)!.GetValue(null)!;

    private sealed class Plugin() : AssemblyLoadContext("plugin", isCollectible: true)
    {
        protected override Assembly? Load(AssemblyName assemblyName) => assemblyName.Name == "ResourceHygiene.Abstractions"
            ? LoadFromAssemblyPath(Path.Combine(AppContext.BaseDirectory, "ResourceHygiene.Abstractions.dll"))
            : null;
    }

    private sealed class Counted(StrongBox<int> released) : IDisposable
    {
        public void Dispose() => Interlocked.Increment(ref released.Value);
    }
}
