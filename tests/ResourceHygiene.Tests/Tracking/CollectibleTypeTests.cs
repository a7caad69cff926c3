using System.Reflection;
using System.Reflection.Emit;
using System.Runtime.CompilerServices;

namespace ResourceHygiene.Tests;

/// <summary>Classes of assemblies that come and go, such as those of plugins.</summary>
public sealed class CollectibleTypeTests
{
    [Fact]
    public void A_tracker_does_not_keep_the_class_of_what_it_tracked()
    {
        var tracker = new ResourceTracker();

        var type = TrackOneOfItsOwnClass(tracker);

        Assert.True(Garbage.IsCollected(type));
        Assert.Equal(1, tracker.TotalsOf("plugin").Released);
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static WeakReference TrackOneOfItsOwnClass(ResourceTracker tracker)
    {
        var assembly = AssemblyBuilder.DefineDynamicAssembly(new AssemblyName("plugin"), AssemblyBuilderAccess.RunAndCollect);
        var type = assembly.DefineDynamicModule("plugin").DefineType("Plugin", TypeAttributes.Public).CreateType();
        var resource = Activator.CreateInstance(type)!;
        var handle = tracker.Register(resource, new() { Type = "plugin" });
        Assert.Equal(ReleaseStatus.Released, tracker.Release(handle, ReleaseReason.Disposed).Status);
        return new WeakReference(type);
    }
}
