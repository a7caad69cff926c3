using ResourceHygiene.Generated.Tests;

namespace ResourceHygiene.Generated.Tests
{
    /// <summary>Members of a device are released in the order in which they refer to each other, on any machine.</summary>
    public partial class DeviceReleaseTests
    {
        [TrackedResource(Type = "test_model")]
        private sealed partial class Model
        {
            [Owned] private readonly ILGPU.Runtime.AcceleratorStream _stream;
            [Owned] private readonly TorchSharp.torch.optim.Optimizer _optimizer;
            [Owned] private readonly TorchSharp.torch.nn.Module _module;
            [Owned] private readonly TorchSharp.torch.Tensor? _output;
            [Owned] private readonly Part _tokenizer;

            public Model(Journal journal, Exception? lost = null, bool withOutput = true)
            {
                _stream = new(journal, lost);
                _optimizer = new(journal);
                _module = new(journal);
                _output = withOutput ? new(journal) : null;
                _tokenizer = journal.Part("tokenizer");
                Track();
            }
        }

        [Fact]
        public void Work_is_waited_for_and_what_refers_to_others_goes_first()
        {
            var journal = new Journal();

            new Model(journal).Dispose();

            Assert.Equal(["wait", "tokenizer", "output", "optimizer", "module", "stream"], journal.Entries);
        }

        [Fact]
        public void Lost_device_stops_nothing()
        {
            var journal = new Journal();
            var lost = new InvalidOperationException("device is lost");
            var model = new Model(journal, lost, withOutput: false);

            var thrown = Assert.Throws<AggregateException>(model.Dispose);

            Assert.Equal([lost], thrown.InnerExceptions);
            Assert.Equal(["wait", "tokenizer", "optimizer", "module", "stream"], journal.Entries);
        }

        [Fact]
        public void Caches_of_a_device_are_emptied_once_after_everything_was_released()
        {
            var journal = new Journal();
            var device = ResourceLocation.Device(61);
            using var registration = DeviceCaches.Register(device, () => journal.Add("emptied"));
            using var first = new Buffers(journal, device);
            using var second = new Buffers(journal, device);

            Reaper.Shared.Release([first.Handle, second.Handle], ReleaseReason.Pressure);

            Assert.Equal(["output", "output", "emptied"], journal.Entries);
        }

        [TrackedResource(Type = "test_device_buffers")]
        private sealed partial class Buffers
        {
            [Owned] private readonly TorchSharp.torch.Tensor _output;

            public Buffers(Journal journal, ResourceLocation device)
            {
                _output = new(journal);
                Track(bytes: 10, location: device);
            }

            public ResourceHandle Handle => TrackedHandle;
        }
    }
}

// Stand-ins by the names that the generator knows.
#pragma warning disable CS8981, CA1034, CA1052, CA1711, CA1716, IDE1006
namespace TorchSharp
{
    public static class torch
    {
        public sealed class Tensor(Journal journal) : IDisposable
        {
            public void Dispose() => journal.Add("output");
        }

        public static class nn
        {
            public sealed class Module(Journal journal) : IDisposable
            {
                public void Dispose() => journal.Add("module");
            }
        }

        public static class optim
        {
            public sealed class Optimizer(Journal journal) : IDisposable
            {
                public void Dispose() => journal.Add("optimizer");
            }
        }
    }
}

namespace ILGPU.Runtime
{
    public sealed class AcceleratorStream(Journal journal, Exception? lost) : IDisposable
    {
        public void Synchronize()
        {
            journal.Add("wait");
            if (lost is not null)
                throw lost;
        }

        public void Dispose() => journal.Add("stream");
    }
}
