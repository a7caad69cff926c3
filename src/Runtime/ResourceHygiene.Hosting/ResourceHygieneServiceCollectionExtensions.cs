using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;
using ResourceHygiene;
using ResourceHygiene.Hosting;
using ResourceHygiene.Hosting.Configuration;

namespace Microsoft.Extensions.DependencyInjection;

/// <summary>Adds ResourceHygiene to a host.</summary>
public static class ResourceHygieneServiceCollectionExtensions
{
    /// <summary>
    /// Adds ResourceHygiene: while the host runs it cleans as the options say, and when the host has stopped it releases what is
    /// still alive. May be called several times; options are configured in the order of the calls.
    /// </summary>
    /// <remarks>
    /// Registers <see cref="ResourceCleaner"/> (by default <see cref="ResourceCleaner.Shared"/>), <see cref="ResourceTracker"/>,
    /// <see cref="Reaper"/> and <see cref="PressureMonitor"/> for injection, unless they are registered already. Wrong options stop the host at its start with an
    /// <see cref="OptionsValidationException"/> that holds everything that is wrong.
    /// </remarks>
    /// <param name="services">The services.</param>
    /// <param name="configure">Sets options.</param>
    public static IServiceCollection AddResourceHygiene(this IServiceCollection services, Action<ResourceHygieneOptions>? configure = null)
    {
        ArgumentNullException.ThrowIfNull(services);
        services.AddOptions<ResourceHygieneOptions>().ValidateOnStart();
        if (configure is not null)
            services.Configure(configure);
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IValidateOptions<ResourceHygieneOptions>, ResourceHygieneOptionsValidator>());
        services.TryAddSingleton(TimeProvider.System);
        services.TryAddSingleton(static _ => ResourceCleaner.Shared);
        services.TryAddSingleton(static provider => provider.GetRequiredService<ResourceCleaner>().Tracker);
        services.TryAddSingleton(static provider => provider.GetRequiredService<ResourceCleaner>().Reaper);
        services.TryAddSingleton(static provider => new PressureMonitor(
            provider.GetRequiredService<ResourceCleaner>(), provider.GetRequiredService<LiveOptions>().Current.Pressure));
        services.TryAddSingleton<HealthRecord>();
        services.TryAddSingleton<LiveOptions>();
        if (services.All(static service => service.ServiceType != typeof(ResourceHygieneHost)))
        {
            services.AddSingleton<ResourceHygieneHost>();
            // First, and so the last to stop: what others still use while they stop must be there.
            services.Insert(0, ServiceDescriptor.Singleton<IHostedService>(static provider => provider.GetRequiredService<ResourceHygieneHost>()));
        }
        return services;
    }

    /// <summary>The same, with options read from the configuration, strictly, and again when it changes.</summary>
    /// <param name="services">The services.</param>
    /// <param name="configuration">The section, or the whole configuration, whose section <see cref="ResourceHygieneOptions.SectionName"/> is then read.</param>
    public static IServiceCollection AddResourceHygiene(this IServiceCollection services, IConfiguration configuration)
    {
        ArgumentNullException.ThrowIfNull(configuration);
        services.AddResourceHygiene();
        var section = new BoundSection(configuration);
        services.AddSingleton(section);
        services.AddSingleton<IConfigureOptions<ResourceHygieneOptions>>(section);
        return services;
    }

    /// <summary>The same, with options from the host's own configuration and then from code.</summary>
    /// <param name="builder">The host's builder.</param>
    /// <param name="configure">Sets options; wins over the configuration.</param>
    public static IHostApplicationBuilder AddResourceHygiene(this IHostApplicationBuilder builder, Action<ResourceHygieneOptions>? configure = null)
    {
        ArgumentNullException.ThrowIfNull(builder);
        builder.Services.AddResourceHygiene(builder.Configuration.GetSection(ResourceHygieneOptions.SectionName));
        if (configure is not null)
            builder.Services.AddResourceHygiene(configure);
        return builder;
    }

    /// <summary>Adds the health check: degraded after leaks, failed releases and a refused configuration, with the reasons.</summary>
    /// <param name="builder">The health checks.</param>
    /// <param name="name">The check's name.</param>
    /// <param name="tags">The check's tags.</param>
    public static IHealthChecksBuilder AddResourceHygiene(
        this IHealthChecksBuilder builder, string name = "resource_hygiene", IEnumerable<string>? tags = null)
    {
        ArgumentNullException.ThrowIfNull(builder);
        builder.Services.AddResourceHygiene();
        return builder.AddCheck<ResourceHygieneHealthCheck>(name, failureStatus: null, tags ?? []);
    }
}
