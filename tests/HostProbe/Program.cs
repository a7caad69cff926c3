using HostProbe;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using ResourceHygiene;

// A hosted program with one tracked resource and one service that uses it. Says "ready", and then ends as the first
// argument says. What happens prints its name, so that the test sees what ran, and in which order.
var way = args.FirstOrDefault() ?? "";
var index = new Printed("index");
ResourceTracker.Shared.Register(index, new() { Type = "probe", Name = "index", Bytes = 20 });

var leaver = new Leaver();
if (way == "release-exits")
    ResourceTracker.Shared.Register(leaver, new() { Type = "probe", Name = "leaver", Priority = ReleasePriority.Critical });

var builder = Host.CreateEmptyApplicationBuilder(new HostApplicationBuilderSettings { DisableDefaults = true });
// The lifetime of a console program, without its messages.
builder.Services.Configure<ConsoleLifetimeOptions>(static options => options.SuppressStatusMessages = true);
builder.Services.AddResourceHygiene(static options => options.Exit.SweepAtStart = false);
builder.Services.AddHostedService(_ => new Service(way));
builder.Services.Configure<HostOptions>(options =>
    options.ShutdownTimeout = way == "overrun" ? TimeSpan.FromMilliseconds(300) : TimeSpan.FromSeconds(60));
if (way == "background-throws")
    builder.Services.AddHostedService<Thrower>();

using var host = builder.Build();
await host.RunAsync();
Console.WriteLine("end of main");
GC.KeepAlive(index);
GC.KeepAlive(leaver);

namespace HostProbe
{
    internal sealed class Service(string way) : IHostedService
    {
        public Task StartAsync(CancellationToken cancellationToken)
        {
            Console.WriteLine("ready");
            if (way == "exit")
                Task.Run(static () => Environment.Exit(5), CancellationToken.None);
            return Task.CompletedTask;
        }

        public async Task StopAsync(CancellationToken cancellationToken)
        {
            Console.WriteLine("service stops");
            // Ignores its token, as many do.
            if (way is "overrun" or "slow")
                await Task.Delay(TimeSpan.FromSeconds(60), CancellationToken.None);
        }
    }

    internal sealed class Thrower : BackgroundService
    {
        protected override async Task ExecuteAsync(CancellationToken stoppingToken)
        {
            await Task.Yield();
            throw new InvalidOperationException("the service failed");
        }
    }

    internal sealed class Leaver : IReleasable
    {
        public ReleaseOutcome Release(in ReleaseContext context)
        {
            Console.WriteLine("leaving");
            Environment.Exit(6);
            return ReleaseOutcome.Released();
        }
    }

    internal sealed class Printed(string name) : IDisposable
    {
        public void Dispose() => Console.WriteLine($"releasing {name}");
    }
}
