using ResourceHygiene.Generators.TrackedResources;
using ResourceHygiene.Testing;
using Verify = ResourceHygiene.Testing.GeneratorVerifier<ResourceHygiene.Generators.TrackedResources.TrackedResourceGenerator>;

namespace ResourceHygiene.Generators.Tests.TrackedResources;

/// <summary>Who gets a DisposeAsync, and what it awaits.</summary>
public class AsyncReleaseTests
{
    [Fact]
    public Task Member_that_is_only_released_asynchronously_brings_DisposeAsync() => Verify.VerifyAsync(
        """
        using System;
        using System.IO;
        using System.Threading.Tasks;
        using ResourceHygiene;

        namespace Media;

        public struct Ticket : IAsyncDisposable { public ValueTask DisposeAsync() => default; }

        [TrackedResource(Type = "upload")]
        public sealed partial class Upload
        {
            [Owned] private readonly IAsyncDisposable? _request;
            [Owned] private Ticket _ticket;
            [Owned] private Ticket? _optional;
            [Owned] private readonly Stream _body = Stream.Null;
            [Owned] private readonly IDisposable? _log = null;
            public Upload(IAsyncDisposable? request) { _request = request; _ticket = default; _optional = null; Track(); }
            partial void OnReleasing(in ReleaseContext context) { }
        }
        """);

    [Fact]
    public Task Class_that_says_it_is_async_disposable_gets_both() => Verify.VerifyAsync(
        """
        using System;
        using System.IO;
        using ResourceHygiene;

        [TrackedResource(Type = "archive")]
        public partial class Archive : IAsyncDisposable
        {
            [Owned] private readonly Stream _file = Stream.Null;
            public Archive() => Track();
        }
        """);

    [Fact]
    public Task Owner_of_a_class_that_needs_DisposeAsync_awaits_it() => Verify.VerifyAsync(
        """
        using System;
        using ResourceHygiene;

        [TrackedResource(Type = "session")]
        public sealed partial class Session { [Owned] private readonly Upload? _upload = null; public Session() => Track(); }

        [TrackedResource(Type = "upload")]
        public sealed partial class Upload { [Owned] private readonly IAsyncDisposable? _request = null; public Upload() => Track(); }
        """);

    [Fact]
    public Task Type_parameters_are_awaited_by_their_constraints() => Verify.VerifyAsync(
        """
        using System;
        using ResourceHygiene;

        [TrackedResource(Type = "pair")]
        public sealed partial class Pair<TClass, TValue, TAny>
            where TClass : class, IAsyncDisposable
            where TValue : struct, IAsyncDisposable
            where TAny : IAsyncDisposable
        {
            [Owned] private readonly TClass? _class = null;
            [Owned] private TValue _value = default;
            [Owned] private readonly TAny? _any = default;
            public Pair() => Track();
        }
        """);

    [Fact]
    public Task Both_hand_written_call_what_is_generated() => Verify.VerifyAsync(
        """
        using System;
        using System.Threading.Tasks;
        using ResourceHygiene;

        [TrackedResource(Type = "upload")]
        public sealed partial class Upload
        {
            [Owned] private readonly IAsyncDisposable? _request = null;
            public Upload() => Track();
            public void Dispose() => ReleaseTracked();
            public ValueTask DisposeAsync() => ReleaseTrackedAsync();
        }
        """);

    [Fact]
    public Task Hand_written_DisposeAsync_is_waited_for_by_the_generated_Dispose() => Verify.VerifyAsync(
        """
        using System;
        using System.Threading.Tasks;
        using ResourceHygiene;

        [TrackedResource(Type = "upload")]
        public sealed partial class Upload : IAsyncDisposable
        {
            [Owned] private readonly IAsyncDisposable? _request = null;
            public Upload() => Track();
            async ValueTask IAsyncDisposable.DisposeAsync() => await ReleaseTrackedAsync();
        }
        """);

    [Fact]
    public Task DisposeAsync_beside_a_synchronous_release_is_left_alone() => Verify.VerifyAsync(
        """
        using System;
        using System.IO;
        using System.Threading.Tasks;
        using ResourceHygiene;

        [TrackedResource(Type = "archive")]
        public sealed partial class Archive : IAsyncDisposable
        {
            [Owned] private readonly Stream _file = Stream.Null;
            public Archive() => Track();
            public ValueTask DisposeAsync() { Dispose(); return default; }
        }
        """);

    [Fact]
    public Task Hooks_that_are_awaited_bring_DisposeAsync() => Verify.VerifyAsync(
        """
        using System.Threading.Tasks;
        using ResourceHygiene;

        [TrackedResource(Type = "upload")]
        public sealed partial class Upload
        {
            public Upload() => Track();
            private async ValueTask OnReleasingAsync(ReleaseContext context) => await Task.Yield();
            private Task OnReleasedAsync(ReleaseContext context) => Task.CompletedTask;
            partial void OnReleased(in ReleaseContext context) { }
        }
        """);

    [Fact]
    public void Method_with_the_name_of_a_hook_and_another_shape_is_none() => Assert.DoesNotContain(
        "OnReleasedAsync",
        Assert.Single(new GeneratorTest<TrackedResourceGenerator>
        {
            TestCode =
                """
                using ResourceHygiene;
                [TrackedResource(Type = "upload")]
                public sealed partial class Upload
                {
                    public Upload() => Track();
                    private System.Threading.Tasks.Task OnReleasedAsync(string reason) => System.Threading.Tasks.Task.CompletedTask;
                }
                """,
        }.Generate()).Value,
        StringComparison.Ordinal);
}
