using HostedStudio;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using ResourceHygiene;

HostApplicationBuilder builder = Host.CreateApplicationBuilder(new HostApplicationBuilderSettings
{
    Args = args,
    ContentRootPath = AppContext.BaseDirectory,   // appsettings.json lies there
});

builder.AddResourceHygiene();
builder.Services.AddHealthChecks().AddResourceHygiene();

// Beside the real machine, a small one to fill quickly.
builder.Services.AddSingleton<IMemoryGauge>(new SimulatedMemoryGauge(8_000_000) { Name = "a machine of 8 MB", Tracker = ResourceTracker.Shared });
builder.Services.AddHostedService<Thumbnailer>();

using IHost host = builder.Build();
await host.RunAsync();
